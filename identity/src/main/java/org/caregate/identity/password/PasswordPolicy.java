package org.caregate.identity.password;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.caregate.identity.people.Username;

/**
 * Which passwords a person may choose beside a second factor (NIST SP 800-63B-4 §3.1.1.2): length and a blocklist; no composition
 * rules, no expiry.
 */
public final class PasswordPolicy {
    /** The shortest, in code points. */
    public static final int SHORTEST = 8;
    /** The longest, in code points. */
    public static final int LONGEST = 256;

    private static final int FEWEST_DIFFERENT = 4;
    private static final String LIST = "common-passwords.txt";

    private final Set<String> common;

    /** The policy with the blocklist that comes with it. */
    public PasswordPolicy() {
        try (InputStream in = PasswordPolicy.class.getResourceAsStream(LIST)) {
            if (in == null) {
                throw new IllegalStateException(LIST + " is missing");
            }
            common = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why it is refused, in words for the person who chose it; empty when it is good. */
    public Optional<String> objection(String password, Username username) {
        String normal = Normalizer.normalize(password, Normalizer.Form.NFC);
        int length = normal.codePointCount(0, normal.length());
        if (length < SHORTEST) {
            return Optional.of("A password has at least " + SHORTEST + " characters.");
        }
        if (length > LONGEST) {
            return Optional.of("A password has at most " + LONGEST + " characters.");
        }
        String lower = normal.toLowerCase(Locale.ROOT);
        if (lower.codePoints().distinct().count() < FEWEST_DIFFERENT) {
            return Optional.of("This password repeats the same few characters.");
        }
        if (common.contains(lower) || common.contains(core(lower))) {
            return Optional.of("This password is among those that attackers try first.");
        }
        if (lower.contains(username.value())
                && lower.length() < username.value().length() + SHORTEST) {
            return Optional.of("This password is little more than the user name.");
        }
        return Optional.empty();
    }

    /** The word without the digits and signs that people add to it. */
    private static String core(String lower) {
        return lower.replaceAll("[^\\p{L}]+$", "").replaceAll("^[^\\p{L}]+", "");
    }
}
