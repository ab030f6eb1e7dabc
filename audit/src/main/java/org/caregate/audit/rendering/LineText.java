package org.caregate.audit.rendering;

import java.util.regex.Pattern;

/**
 * Text that a stranger chose, for a line that a person reads at a terminal: it cannot end the line, change what stands before it, or
 * pass for a field of its own (CWE-117, and CVE-2021-42574 for characters that change the direction of text).
 */
public final class LineText {
    /** Control and format characters, private and unassigned ones, and every separator but the plain space. */
    private static final Pattern HIDDEN = Pattern.compile("[\\p{C}\\p{Z}&&[^ ]]");

    private static final Pattern BARE = Pattern.compile("[\\p{L}\\p{N}._~:/@+*%!#$?&;-]+");

    private LineText() {}

    /** The text with every character that does not show written out. */
    public static String visible(String text) {
        return HIDDEN.matcher(text).replaceAll(hidden -> written(hidden.group()));
    }

    /** The text as a value: as it is where it is one plain word, and quoted otherwise. */
    public static String value(String text) {
        return BARE.matcher(text).matches()
                ? text
                : '"' + visible(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }

    /** The text as the name of a value. */
    static String name(String text) {
        return BARE.matcher(text).matches() ? text : value(text);
    }

    private static String written(String hidden) {
        StringBuilder written = new StringBuilder();
        hidden.chars().forEach(unit -> written.append("\\\\u%04x".formatted(unit)));
        return written.toString();
    }
}
