package org.caregate.gateway.json;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The property names of one object, each of which may come once (RFC 8259 §4). Letter case makes no other name: some readers ignore it,
 * and FHIR has no two names that differ in nothing else.
 */
public final class Names {
    private @Nullable String first;
    private @Nullable String second;
    private @Nullable Set<String> all;

    /** Whether the name is new. */
    public boolean add(String name) {
        if (first == null) {
            first = name;
            return true;
        }
        if (second == null) {
            second = name;
            return !name.equalsIgnoreCase(first);
        }
        if (all == null) {
            all = new HashSet<>(32);
            all.add(first.toLowerCase(Locale.ROOT));
            all.add(second.toLowerCase(Locale.ROOT));
        }
        return all.add(name.toLowerCase(Locale.ROOT));
    }

    /** Whether FHIR could have such a name: a letter, then letters and digits, an underscore before it for a primitive's extension. */
    public static boolean isFhir(String name) {
        int start = name.startsWith("_") ? 1 : 0;
        if (name.length() == start || !isLetter(name.charAt(start))) {
            return false;
        }
        for (int i = start + 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isLetter(c) && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
