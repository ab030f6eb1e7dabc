package org.caregate.identity.people;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/** What a person types to say who they are: compared without regard to case or Unicode form (RFC 8265 §3.3). */
public record Username(String value) {
    /** The longest that is accepted, in characters. */
    public static final int MAX_LENGTH = 128;

    public Username {
        if (!value.equals(normalize(value)) || !acceptable(value)) {
            throw new IllegalArgumentException("not a normalized user name");
        }
    }

    /** Reads what was typed; empty for what can never be a user name. */
    public static Optional<Username> parse(String typed) {
        if (typed.length() > 4 * MAX_LENGTH) {
            return Optional.empty();
        }
        String normal = normalize(typed);
        return acceptable(normal) ? Optional.of(new Username(normal)) : Optional.empty();
    }

    private static String normalize(String typed) {
        String lower = Normalizer.normalize(typed, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(lower, Normalizer.Form.NFKC).strip();
    }

    private static boolean acceptable(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_LENGTH
                && name.codePoints().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
    }

    @Override
    public String toString() {
        return "Username[hidden]";
    }
}
