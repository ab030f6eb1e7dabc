package org.caregate.policy.compartment;

import java.util.Optional;

/** A {@code system|code} pair, both parts present; compared exactly. */
public record Coding(String system, String code) {
    public Coding {
        if (system.isEmpty() || code.isEmpty()) {
            throw new IllegalArgumentException("a coding names system and code");
        }
    }

    /** Reads {@code system|code} without separators or escapes in it; empty for anything else. */
    public static Optional<Coding> parse(String token) {
        int bar = token.indexOf('|');
        boolean single = bar > 0
                && bar == token.lastIndexOf('|')
                && bar < token.length() - 1
                && token.chars().noneMatch(c -> c == ',' || c == '$' || c == '\\' || c <= ' ');
        return single ? Optional.of(new Coding(token.substring(0, bar), token.substring(bar + 1))) : Optional.empty();
    }

    /** {@code system|code}, as a search value. */
    public String token() {
        return system + "|" + code;
    }
}
