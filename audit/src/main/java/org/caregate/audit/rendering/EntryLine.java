package org.caregate.audit.rendering;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Phase;
import org.caregate.audit.entry.Sensitive;
import org.jspecify.annotations.Nullable;

/** An entry as one line for people; control characters that a stranger wrote cannot break it. */
public final class EntryLine {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
    private static final int SHOWN = 3;

    private EntryLine() {}

    public static String of(AuditEntry entry, ZoneId zone) {
        List<String> words = new ArrayList<>();
        words.add(TIME.format(entry.time().atZone(zone)));
        words.add("%-9s".formatted(entry.outcome().word()));
        words.add(entry.action().word()
                + (entry.phase() == Phase.SINGLE ? "" : "/" + entry.phase().word()));
        add(words, "", entry.httpStatus());
        add(words, "", entry.reason().isEmpty() ? null : entry.reason());
        add(words, "", entry.requestLine());
        Sensitive sensitive = entry.sensitive();
        add(words, "user=", sensitive.userName());
        add(words, "person=", entry.person());
        add(words, "client=", entry.client());
        add(words, "patient=", some(sensitive.patients()));
        add(words, "resource=", some(sensitive.resources()));
        add(words, "scopes=", entry.scopes() == null ? null : "\"" + entry.scopes() + "\"");
        add(words, "grant=", entry.grant());
        add(words, "jti=", entry.tokenId());
        add(words, "count=", entry.count());
        add(words, "from=", sensitive.sourceAddress());
        entry.detail().forEach((key, value) -> add(words, key + "=", value));
        add(words, "exchange=", entry.exchangeId());
        return String.join(" ", words).replaceAll("\\p{C}", "�");
    }

    private static void add(List<String> words, String name, @Nullable Object value) {
        if (value != null) {
            words.add(name + value);
        }
    }

    private static @Nullable String some(List<String> values) {
        if (values.isEmpty()) {
            return null;
        }
        String shown = String.join(",", values.subList(0, Math.min(SHOWN, values.size())));
        return values.size() <= SHOWN ? shown : shown + ",+" + (values.size() - SHOWN);
    }
}
