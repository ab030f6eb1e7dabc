package org.caregate.crypto.credential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

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

    /**
     * A text that only the holder of this credential can have: HMAC-SHA-256 of the label under the secret. Two labels give two
     * texts, and none of them tells the secret.
     */
    public String derived(String label) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            return encode(mac.doFinal(label.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks HmacSHA256", e);
        }
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
