package org.caregate.identity.secondfactor;

import com.bastiaanjansen.otp.SecretGenerator;
import com.bastiaanjansen.otp.TOTPGenerator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Time-based one-time codes as every authenticator app makes them: HMAC-SHA-1, 30 seconds, six digits (RFC 6238), by otp-java.
 * A code is good in its own time step and in the ones beside it (§5.2).
 */
public final class Totp {
    /** Digits of a code. */
    public static final int DIGITS = 6;

    private static final Duration STEP = Duration.ofSeconds(30);
    private static final int SEED_BITS = 160;
    private static final int LONGEST_TYPED = 64;

    private Totp() {}

    /** A fresh seed, in Base32 as authenticator apps want it. */
    public static String newSeed() {
        return new String(SecretGenerator.generate(SEED_BITS), StandardCharsets.US_ASCII);
    }

    /** The code of that moment. */
    public static String code(String seed, Instant at) {
        return codeOf(generator(seed), step(at));
    }

    /** The address that an authenticator app reads from a QR code. */
    public static String enrolmentUri(String seed, String issuer, String account) {
        return "otpauth://totp/" + encoded(issuer) + ":" + encoded(account) + "?secret=" + seed + "&issuer="
                + encoded(issuer) + "&algorithm=SHA1&digits=" + DIGITS + "&period=" + STEP.toSeconds();
    }

    /**
     * The digits of what was typed or pasted: phones and keyboards of other scripts write full-width and other decimal digits, and put
     * spaces, dashes and invisible marks between them. Anything else stays, and is no code.
     */
    public static String digits(String typed) {
        if (typed.length() > LONGEST_TYPED) {
            return "";
        }
        StringBuilder digits = new StringBuilder();
        typed.codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.DECIMAL_DIGIT_NUMBER -> digits.append(Character.digit(c, 10));
                case Character.SPACE_SEPARATOR,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.CONTROL,
                        Character.FORMAT,
                        Character.DASH_PUNCTUATION -> {}
                default -> digits.appendCodePoint(c);
            }
        });
        return digits.toString();
    }

    /** The time step in which the typed code is good now. Every step is compared, in constant time. */
    public static OptionalLong matchingStep(String seed, String typed, Instant now) {
        TOTPGenerator generator = generator(seed);
        byte[] digits = typed.getBytes(StandardCharsets.UTF_8);
        long current = step(now);
        long found = -1;
        for (long step = current - 1; step <= current + 1; step++) {
            byte[] expected = codeOf(generator, step).getBytes(StandardCharsets.UTF_8);
            if (MessageDigest.isEqual(expected, digits)) {
                found = step;
            }
        }
        return found < 0 ? OptionalLong.empty() : OptionalLong.of(found);
    }

    private static String codeOf(TOTPGenerator generator, long step) {
        return generator.at(Instant.ofEpochSecond(step * STEP.toSeconds()));
    }

    private static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), STEP.toSeconds());
    }

    private static TOTPGenerator generator(String seed) {
        return new TOTPGenerator.Builder(seed.getBytes(StandardCharsets.US_ASCII))
                .withHOTPGenerator(builder -> builder.withPasswordLength(DIGITS)) // its default is SHA-1
                .withPeriod(STEP)
                .build();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
