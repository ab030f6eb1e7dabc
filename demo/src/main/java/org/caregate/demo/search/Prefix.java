package org.caregate.demo.search;

import java.util.Locale;

/** The comparison in front of an ordered value (<a href="https://hl7.org/fhir/R4/search.html#prefix">prefixes</a>). */
enum Prefix {
    EQ,
    NE,
    GT,
    LT,
    GE,
    LE,
    SA,
    EB,
    AP;

    /** The prefix of a value; equality when it begins with a digit or a sign. */
    static Prefix of(String value) {
        for (Prefix prefix : values()) {
            if (value.startsWith(prefix.name().toLowerCase(Locale.ROOT))) {
                return prefix;
            }
        }
        return EQ;
    }

    /** The value without its prefix. */
    static String strip(String value) {
        return value.length() > 2
                        && Character.isLetter(value.charAt(0))
                        && value.startsWith(of(value).name().toLowerCase(Locale.ROOT))
                ? value.substring(2)
                : value;
    }
}
