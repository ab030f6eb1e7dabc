package org.caregate.identity.password;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Supplier;
import org.caregate.crypto.envelope.Envelopes;
import org.caregate.crypto.envelope.Envelopes.Opening;
import org.caregate.identity.password.HashWorkers.Rank;
import org.caregate.protocol.PersonId;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder.SecretKeyFactoryAlgorithm;

/**
 * Slow hashes of passwords: PBKDF2-HMAC-SHA-256 (NIST SP 800-132) of Spring Security on the JDK, its cost in the stored prefix, and
 * the whole sealed under the key file, which makes the key file the pepper.
 *
 * <p>{@link HashWorkers} keep them from taking the processors from everything else, whatever strangers send.
 */
public final class PasswordHashes {
    /** Iterations that OWASP names for PBKDF2-HMAC-SHA-256. */
    public static final int ITERATIONS = 600_000;

    private static final String LINKS = "links";
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final Envelopes envelopes;
    private final PasswordEncoder encoder;
    private final HashWorkers workers;
    private final String ofNobody;

    /** Hashes at that cost; what was hashed at {@link #ITERATIONS} is still read, and hashed again at sign-in. */
    public PasswordHashes(Envelopes envelopes, SecureRandom random, int iterations) {
        this(envelopes, random, iterations, Map.of(prefix(ITERATIONS), pbkdf2(ITERATIONS)), new HashWorkers());
    }

    /**
     * Hashes at another cost.
     *
     * @param earlier encoders of earlier costs, by prefix, whose passwords are hashed again at the next sign-in
     */
    PasswordHashes(
            Envelopes envelopes,
            SecureRandom random,
            int iterations,
            Map<String, PasswordEncoder> earlier,
            HashWorkers workers) {
        Map<String, PasswordEncoder> encoders = new HashMap<>(earlier);
        encoders.put(prefix(iterations), pbkdf2(iterations));
        this.envelopes = envelopes;
        this.encoder = new DelegatingPasswordEncoder(prefix(iterations), encoders);
        this.workers = workers;
        byte[] noise = new byte[SALT_BYTES + HASH_BYTES];
        random.nextBytes(noise);
        this.ofNobody = "{" + prefix(iterations) + "}" + HexFormat.of().formatHex(noise);
    }

    /** The prefix of a cost. */
    static String prefix(int iterations) {
        return "pbkdf2-sha256-" + iterations;
    }

    /** The encoder of a cost. */
    static PasswordEncoder pbkdf2(int iterations) {
        return new Pbkdf2PasswordEncoder("", SALT_BYTES, iterations, SecretKeyFactoryAlgorithm.PBKDF2WithHmacSHA256);
    }

    /** What checking found. */
    public sealed interface Match {
        /** The password is right; {@code rehashed} is to be stored when its cost or key was an earlier one. */
        @SuppressWarnings("ArrayRecordComponent") // stored at once, never compared
        record Right(byte @Nullable [] rehashed) implements Match {}

        /** It is wrong. */
        record Wrong() implements Match {}

        /** It was not looked at, as too many others are; there may be room in so long. */
        record Busy(Duration retryAfter) implements Match {}
    }

    /**
     * Hashes and seals a password, to be stored for that person, who has proved a link or is added by an administrator.
     *
     * @throws TooBusyException if even for them there is no room
     */
    public byte[] hash(PersonId person, String password) {
        return switch (workers.run(Rank.KNOWN, LINKS, () -> seal(person, encode(password)))) {
            case HashWorkers.Outcome.Done<byte[]>(byte[] sealed) -> sealed;
            case HashWorkers.Outcome.Busy<byte[]> busy -> throw new TooBusyException();
        };
    }

    /** Compares with what is stored for that person, or with nothing at the same cost. */
    public Match check(PersonId person, String password, byte @Nullable [] sealed, Rank rank, String network) {
        Supplier<Match> comparison = comparison(person, password, sealed);
        return switch (workers.run(rank, network, comparison)) {
            case HashWorkers.Outcome.Done<Match>(Match match) -> match;
            case HashWorkers.Outcome.Busy<Match>(Duration retryAfter) -> new Match.Busy(retryAfter);
        };
    }

    private Supplier<Match> comparison(PersonId person, String password, byte @Nullable [] sealed) {
        if (sealed == null) {
            return () -> {
                encoder.matches(normal(password), ofNobody);
                return new Match.Wrong();
            };
        }
        if (!(envelopes.open(sealed, place(person)) instanceof Opening.Opened opened)) {
            throw new IllegalStateException("a password's envelope does not open: moved, altered, or another key file");
        }
        return () -> {
            if (!encoder.matches(normal(password), opened.text())) {
                return new Match.Wrong();
            }
            return new Match.Right(encoder.upgradeEncoding(opened.text()) ? seal(person, encode(password)) : null);
        };
    }

    private String encode(String password) {
        String encoded = encoder.encode(normal(password));
        if (encoded == null) {
            throw new IllegalStateException("nothing was encoded");
        }
        return encoded;
    }

    /** SP 800-63B-4 §3.1.1.2: the same word however it was typed. */
    private static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }

    private byte[] seal(PersonId person, String encoded) {
        return envelopes.seal(encoded.getBytes(StandardCharsets.UTF_8), place(person));
    }

    private static String place(PersonId person) {
        return "password/" + person.value();
    }
}
