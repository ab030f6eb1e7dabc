package org.caregate.crypto.credential;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A generated secret in the form {@code prefix_id.secret}: the prefix tells secret scanners and people what it is, the 128-bit id
 * finds the row, the 256-bit secret is stored only as a keyed hash.
 *
 * @param prefix such as {@code cgc} (code), {@code cgr} (refresh token), {@code cgs} (client secret)
 */
public record Credential(String prefix, String id, String secret) {
    /** Prefix of authorization codes. */
    public static final String CODE = "cgc";
    /** Prefix of refresh tokens. */
    public static final String REFRESH_TOKEN = "cgr";
    /** Prefix of client secrets. */
    public static final String CLIENT_SECRET = "cgs";

    private static final int ID_BYTES = 16;
    private static final int SECRET_BYTES = 32;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{22}");
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** A fresh one. */
    public static Credential generate(String prefix, SecureRandom random) {
        return new Credential(prefix, encode(randomBytes(random, ID_BYTES)), encode(randomBytes(random, SECRET_BYTES)));
    }

    /** Reads one of that prefix; empty for anything that {@link #text()} never wrote. */
    public static Optional<Credential> parse(String prefix, String text) {
        if (!text.startsWith(prefix + "_")) {
            return Optional.empty();
        }
        String rest = text.substring(prefix.length() + 1);
        int dot = rest.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String id = rest.substring(0, dot);
        String secret = rest.substring(dot + 1);
        return ID.matcher(id).matches() && SECRET.matcher(secret).matches()
                ? Optional.of(new Credential(prefix, id, secret))
                : Optional.empty();
    }

    static Credential of(String prefix, byte[] id, byte[] secret) {
        return new Credential(prefix, encode(id), encode(secret));
    }

    /** What the owner holds. */
    public String text() {
        return prefix + "_" + id + "." + secret;
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return prefix + "_" + id + ".[hidden]";
    }

    private static byte[] randomBytes(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
