package org.caregate.protocol.fhir;

import java.util.ArrayList;
import java.util.List;

/** The escapes of search values (FHIR R4, "Search", §3.1.1.4.0.1): {@code \,} {@code \|} {@code \$} {@code \\}. */
public final class SearchValue {
    private SearchValue() {}

    /** Splits at separators that no backslash precedes; the parts keep their escapes. */
    public static List<String> split(String value, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == separator) {
                parts.add(value.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(value.substring(start));
        return List.copyOf(parts);
    }

    /** Takes the escapes away. */
    public static String unescape(String part) {
        StringBuilder out = new StringBuilder(part.length());
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == '\\' && i + 1 < part.length()) {
                i++;
                out.append(part.charAt(i));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** Escapes a literal so that it is one value again. */
    public static String escape(String literal) {
        StringBuilder out = new StringBuilder(literal.length());
        literal.chars().forEach(c -> {
            if (c == '\\' || c == ',' || c == '|' || c == '$') {
                out.append('\\');
            }
            out.append((char) c);
        });
        return out.toString();
    }
}
