package org.caregate.demo.search;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The half-open interval that a FHIR date, dateTime, instant or Period covers
 * (<a href="https://hl7.org/fhir/R4/search.html#date">FHIR R4 search, 3.1.1.4.7</a>); times without zone are read as UTC.
 */
record DateRange(Instant start, Instant end) {

    /** Reads any precision from a year to a fraction of a second; null when it is not a FHIR date. */
    static @Nullable DateRange parse(String text) {
        try {
            return switch (text.length()) {
                case 4 ->
                    days(
                            Year.parse(text).atDay(1),
                            Year.parse(text).plusYears(1).atDay(1));
                case 7 ->
                    days(
                            YearMonth.parse(text).atDay(1),
                            YearMonth.parse(text).plusMonths(1).atDay(1));
                case 10 -> days(LocalDate.parse(text), LocalDate.parse(text).plusDays(1));
                default -> time(text);
            };
        } catch (DateTimeException malformed) {
            return null;
        }
    }

    /** A Period; an open side reaches to the end of time. */
    static @Nullable DateRange period(@Nullable String start, @Nullable String end) {
        DateRange from = start == null ? null : parse(start);
        DateRange to = end == null ? null : parse(end);
        if (from == null && to == null) {
            return null;
        }
        return new DateRange(from == null ? Instant.MIN : from.start(), to == null ? Instant.MAX : to.end());
    }

    private static DateRange days(LocalDate first, LocalDate next) {
        return new DateRange(
                first.atStartOfDay().toInstant(ZoneOffset.UTC),
                next.atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    private static DateRange time(String text) {
        int zone = Math.max(text.indexOf('Z'), Math.max(text.indexOf('+', 10), text.indexOf('-', 10)));
        Instant start = zone > 0
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        String clock = zone > 0 ? text.substring(11, zone) : text.substring(11);
        if (clock.length() == 5) {
            return new DateRange(start, start.plusSeconds(60));
        }
        return new DateRange(start, clock.contains(".") ? start.plusMillis(1) : start.plusSeconds(1));
    }

    /** Whether a resource's interval answers a query for this one under a prefix. */
    boolean matches(Prefix prefix, DateRange stored) {
        return switch (prefix) {
            case EQ -> !stored.start.isBefore(start) && !stored.end.isAfter(end);
            case NE -> stored.start.isBefore(start) || stored.end.isAfter(end);
            case GT -> stored.end.isAfter(end);
            case LT -> stored.start.isBefore(start);
            case GE -> !stored.start.isBefore(start) || stored.end.isAfter(end);
            case LE -> !stored.end.isAfter(end) || stored.start.isBefore(start);
            case SA -> !stored.start.isBefore(end);
            case EB -> !stored.end.isAfter(start);
            case AP -> stored.start.isBefore(end) && stored.end.isAfter(start);
        };
    }
}
