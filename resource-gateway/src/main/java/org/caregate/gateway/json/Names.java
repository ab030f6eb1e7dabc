package org.caregate.gateway.json;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The property names of one object, each of which may come once (RFC 8259 §4). Letter case makes no other name: some readers ignore it,
 * and FHIR has no two names that differ in nothing else.
 */
public final class Names {
    /** Up to so many are compared one by one, which costs no memory for each; more of them would make that slow. */
    private static final int FEW = 24;

    private static final String[] NONE = {};

    private String[] few = NONE;
    private int count;
    private @Nullable Set<String> many;

    /** Whether the name is new. */
    public boolean add(String name) {
        if (many != null) {
            return many.add(name.toLowerCase(Locale.ROOT));
        }
        for (int i = 0; i < count; i++) {
            if (name.equalsIgnoreCase(few[i])) {
                return false;
            }
        }
        if (count == FEW) {
            many = new HashSet<>(4 * FEW);
            for (String earlier : few) {
                many.add(earlier.toLowerCase(Locale.ROOT));
            }
            return many.add(name.toLowerCase(Locale.ROOT));
        }
        if (count == few.length) {
            few = Arrays.copyOf(few, count == 0 ? 4 : Math.min(FEW, 2 * count));
        }
        few[count++] = name;
        return true;
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
