package org.caregate.accesstoken.verification;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Predicate;
import org.caregate.crypto.provider.SignatureProvider;
import org.caregate.crypto.signing.KeyUse;
import org.caregate.crypto.signing.SigningKeys;
import org.caregate.policy.decision.Authenticated;
import org.caregate.policy.decision.Caller;
import org.caregate.policy.decision.DenyReason;
import org.caregate.policy.decision.TokenRules;
import org.caregate.policy.decision.Unauthenticated;
import org.jspecify.annotations.Nullable;

/**
 * Verified tokens, remembered by the SHA-256 of their text, so that a signature is checked once.
 *
 * <p>A token is forgotten when it expires, or when there are too many. Its audience, its expiry and the key that signed it are asked about on
 * every hit here; revocation and what else may change, by those who ask. Refused tokens are not remembered: a flood of them must
 * not push out good ones.
 */
public final class VerifiedTokens {
    private static final int DEFAULT_CAPACITY = 10_000;

    private final AccessTokenVerifier verifier;
    private final VerificationKeys keys;
    private final Clock clock;
    private final TokenRules rules = TokenRules.all();
    private final Cache<ByteBuffer, Authenticated> verified;

    /**
     * The tokens of one issuer.
     *
     * @param signatureProvider the JCA provider for signatures (ADR 0009); null for the JDK's own
     * @param capacity how many verified tokens are remembered at most
     */
    public VerifiedTokens(
            VerificationKeys keys, URI issuer, Clock clock, @Nullable Provider signatureProvider, int capacity) {
        this.verifier = new AccessTokenVerifier(keys, issuer, clock, signatureProvider);
        this.keys = keys;
        this.clock = clock;
        this.verified = Caffeine.newBuilder()
                .maximumSize(capacity)
                .expireAfter(Expiry.writing((ByteBuffer digest, Authenticated token) -> lifetime(token)))
                .build();
    }

    /** The tokens that these keys sign, by the fast provider where it loads (ADR 0009). */
    public static VerifiedTokens signedBy(SigningKeys keys, URI issuer, Clock clock) {
        return new VerifiedTokens(
                id -> keys.verificationKey(id, KeyUse.ACCESS_TOKEN),
                issuer,
                clock,
                SignatureProvider.fastOrNull(),
                DEFAULT_CAPACITY);
    }

    /**
     * The caller who presents that token, as far as the token itself can tell.
     *
     * @param audience which audiences are accepted where it is presented
     */
    public Caller verify(String text, Predicate<String> audience) {
        if (text.length() > PresentedToken.MAX_LENGTH) {
            return new Unauthenticated(DenyReason.TOKEN_MALFORMED);
        }
        ByteBuffer digest = sha256(text);
        Authenticated known = verified.getIfPresent(digest);
        if (known != null) {
            if (keys.find(known.keyId()).isEmpty()) {
                verified.invalidate(digest);
                return new Unauthenticated(DenyReason.TOKEN_UNKNOWN_KEY);
            }
            return at(audience, known);
        }
        return switch (verifier.verify(text)) {
            case Unauthenticated refused -> refused;
            case Authenticated token -> {
                Caller caller = at(audience, token);
                if (caller == token) {
                    verified.put(digest, token);
                }
                yield caller;
            }
        };
    }

    /** How many tokens are remembered now. */
    long remembered() {
        verified.cleanUp();
        return verified.estimatedSize();
    }

    private Caller at(Predicate<String> audience, Authenticated token) {
        DenyReason objection = rules.ofClaims(token.claims(), clock.instant(), audience);
        return objection == null ? token : new Unauthenticated(objection);
    }

    private Duration lifetime(Authenticated token) {
        Duration left = Duration.between(clock.instant(), token.claims().expiresAt());
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static ByteBuffer sha256(String token) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }
}
