package org.caregate.gateway.enforcement;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.utils.DateUtils;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.json.ScannedResource;
import org.jspecify.annotations.Nullable;

/**
 * The preconditions of an update (RFC 9110 §13): honoured in the order of §13.2.2, or refused when they cannot be.
 *
 * <p>FHIR's version ids are weak entity tags, and FHIR has them in {@code If-Match} (R4, "RESTful API", §3.1.0.5); so tags are
 * compared without their weakness, where RFC 9110 §13.1.1 would let none of them match.
 */
final class WriteConditions implements ConditionsResult {
    private static final Pattern TAG =
            Pattern.compile("[ \\t,]*(?:W/)?\"([\\x21\\x23-\\x7e]*)\"[ \\t]*(?:,|$)[ \\t,]*");

    /** The obsolete form, which fills the day with a space; httpclient does not read it. */
    private static final DateTimeFormatter ASCTIME = DateTimeFormatter.ofPattern(
                    "EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final @Nullable Tags match;
    private final @Nullable Tags noneMatch;
    private final @Nullable Instant unmodifiedSince;

    private WriteConditions(@Nullable Tags match, @Nullable Tags noneMatch, @Nullable Instant unmodifiedSince) {
        this.match = match;
        this.noneMatch = noneMatch;
        this.unmodifiedSince = unmodifiedSince;
    }

    /** The tags of a field, {@code any} being the asterisk. */
    private record Tags(boolean any, List<String> versions) {
        boolean name(@Nullable String version) {
            return any || (version != null && versions.contains(version));
        }
    }

    /** What the fields demand. */
    static ConditionsResult of(FhirExchange exchange) {
        List<String> match = exchange.fields("If-Match");
        List<String> noneMatch = exchange.fields("If-None-Match");
        List<String> unmodifiedSince = exchange.fields("If-Unmodified-Since");
        Tags ofMatch = tags(match);
        Tags ofNoneMatch = tags(noneMatch);
        Instant date = date(unmodifiedSince);
        boolean read = match.isEmpty() == (ofMatch == null)
                && noneMatch.isEmpty() == (ofNoneMatch == null)
                && unmodifiedSince.isEmpty() == (date == null);
        return read ? new WriteConditions(ofMatch, ofNoneMatch, date) : Refused.of(Failure.CONDITION_MALFORMED);
    }

    /** Whether there is no condition at all. */
    boolean isEmpty() {
        return match == null && noneMatch == null && unmodifiedSince == null;
    }

    /** Whether it may be written over the stored version; null means that there is none. */
    boolean hold(@Nullable ScannedResource stored) {
        if (match != null) {
            if (stored == null || !match.name(stored.version())) {
                return false;
            }
        } else if (unmodifiedSince != null && !unmodified(stored, unmodifiedSince)) {
            return false;
        }
        return noneMatch == null || stored == null || !noneMatch.name(stored.version());
    }

    private static boolean unmodified(@Nullable ScannedResource stored, Instant since) {
        String changed = stored == null ? null : stored.lastUpdated();
        if (changed == null) {
            return false; // unknown, and so not honoured
        }
        try {
            Instant at = ZonedDateTime.parse(changed).toInstant().truncatedTo(ChronoUnit.SECONDS);
            return !at.isAfter(since);
        } catch (DateTimeParseException unreadable) {
            return false;
        }
    }

    /** Null when there is no field, or none that can be read. */
    private static @Nullable Tags tags(List<String> fields) {
        if (fields.isEmpty()) {
            return null;
        }
        String value = String.join(",", fields).strip();
        if (value.equals("*")) {
            return new Tags(true, List.of());
        }
        List<String> versions = new ArrayList<>();
        Matcher tag = TAG.matcher(value);
        int end = 0;
        while (end < value.length() && tag.find() && tag.start() == end) {
            versions.add(tag.group(1));
            end = tag.end();
        }
        return end < value.length() || versions.isEmpty() ? null : new Tags(false, versions);
    }

    private static @Nullable Instant date(List<String> fields) {
        return fields.size() == 1 ? httpDate(fields.getFirst().strip()) : null;
    }

    /** Any of the three forms of RFC 9110 §5.6.7; null when it is none. */
    private static @Nullable Instant httpDate(String text) {
        Instant date = DateUtils.parseStandardDate(text);
        if (date != null) {
            return date;
        }
        try {
            return Instant.from(ASCTIME.parse(text));
        } catch (DateTimeException none) {
            return null;
        }
    }
}
