package org.caregate.audit.entry;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Bounds on what strangers may write into an entry: the whole has to fit the 65,535 bytes of a C2SP bundle's entry. */
final class Text {
    private static final String CUT = "…";

    private Text() {}

    /** The text cut to so many bytes of UTF-8, never inside a character, with an ellipsis where it was cut. */
    static String bounded(String raw, int bytes) {
        String text = storable(raw);
        if (text.length() <= bytes / 3) {
            return text;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= bytes) {
            return text;
        }
        int end = bytes - CUT.getBytes(StandardCharsets.UTF_8).length;
        while ((utf8[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(utf8, 0, end, StandardCharsets.UTF_8) + CUT;
    }

    /** The text as any store gives it back: no NUL, which PostgreSQL refuses, and no half of a surrogate pair. */
    private static String storable(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return new String(raw.replace('\0', '\uFFFD').getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            }
        }
        return raw;
    }

    static @Nullable String boundedOrNull(@Nullable String text, int bytes) {
        return text == null ? null : bounded(text, bytes);
    }

    /** The same map in the one order that the canonical bytes know. */
    static Map<String, String> sorted(Map<String, String> map) {
        return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
