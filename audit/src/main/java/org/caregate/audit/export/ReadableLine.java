package org.caregate.audit.export;

import java.util.LinkedHashMap;
import java.util.Map;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.SealedEntry;
import org.caregate.audit.rendering.EntryJson;
import org.caregate.audit.rendering.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * The line of {@code entries.ndjson} for one place of a lane. What the leaf says comes first, byte for byte as anyone can write it who has
 * the leaf; what was sealed follows in clear, if it is shown.
 */
final class ReadableLine {
    private static final String SHOWN = ",\"sensitive\":{";

    private ReadableLine() {}

    static String of(int lane, long index, AuditEntry shown) {
        return EntryJson.of(place(lane, index), shown);
    }

    /** For a place at which no entry stands, or bytes that are none. */
    static String ofNoEntry(int lane, long index) {
        Map<String, Object> line = place(lane, index);
        line.put("unreadable", true);
        return JsonText.of(line);
    }

    /** Whether a line is that of what stands there; null if that is no entry. */
    static boolean matches(String line, int lane, long index, @Nullable SealedEntry entry) {
        if (entry == null) {
            return line.equals(ofNoEntry(lane, index));
        }
        String plain = of(lane, index, entry.plain());
        if (line.equals(plain)) {
            return true;
        }
        String open = plain.substring(0, plain.length() - 1);
        return entry.keyName() != null && line.startsWith(open + SHOWN) && line.endsWith("}}");
    }

    private static Map<String, Object> place(int lane, long index) {
        Map<String, Object> place = new LinkedHashMap<>();
        place.put("lane", lane);
        place.put("index", index);
        return place;
    }
}
