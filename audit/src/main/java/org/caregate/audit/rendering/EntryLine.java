package org.caregate.audit.rendering;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Phase;
import org.caregate.audit.entry.Sensitive;
import org.caregate.audit.proof.FoundEntry;
import org.caregate.audit.proof.Proof;
import org.jspecify.annotations.Nullable;

/**
 * An entry as one line for people: words that the program chose, then named values, each quoted unless it is one plain word, so that no
 * value passes for a field of its own.
 */
public final class EntryLine {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSxxx");
    private static final int SHOWN = 3;

    private EntryLine() {}

    /** The line, with the local time of that zone and its offset from UTC. */
    public static String of(FoundEntry found, ZoneId zone) {
        AuditEntry entry = found.entry();
        List<String> words = new ArrayList<>();
        words.add(TIME.format(entry.time().atZone(zone)));
        words.add("%-9s".formatted(entry.outcome().word()));
        words.add(entry.action().word()
                + (entry.phase() == Phase.SINGLE ? "" : "/" + entry.phase().word()));
        if (found.proof() != Proof.PROVED) {
            add(words, "proof", found.proof().word());
        }
        if (found.unreadable()) {
            add(words, "sealed", "unreadable");
        }
        add(words, "status", entry.httpStatus());
        add(words, "reason", entry.reason().isEmpty() ? null : entry.reason());
        add(words, "request", entry.requestLine());
        Sensitive sensitive = entry.sensitive();
        add(words, "user", sensitive.userName());
        add(words, "person", entry.person());
        add(words, "client", entry.client());
        some(words, "patient", sensitive.patients());
        some(words, "resource", sensitive.resources());
        add(words, "scopes", entry.scopes());
        add(words, "grant", entry.grant());
        add(words, "jti", entry.tokenId());
        add(words, "count", entry.count());
        add(words, "from", sensitive.sourceAddress());
        entry.detail().forEach((key, value) -> add(words, "detail." + key, value));
        add(words, "exchange", entry.exchangeId());
        return String.join(" ", words);
    }

    private static void add(List<String> words, String name, @Nullable Object value) {
        if (value != null) {
            words.add(LineText.name(name) + "=" + LineText.value(value.toString()));
        }
    }

    private static void some(List<String> words, String name, List<String> values) {
        if (values.isEmpty()) {
            return;
        }
        String shown = values.stream().limit(SHOWN).map(LineText::value).collect(Collectors.joining(","));
        words.add(name + "=" + (values.size() <= SHOWN ? shown : shown + ",+" + (values.size() - SHOWN)));
    }
}
