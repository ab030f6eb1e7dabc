package org.caregate.gateway.authentication;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import org.caregate.gateway.authentication.Verification.Rejected;
import org.caregate.gateway.authentication.Verification.Verified;
import org.caregate.policy.decision.DenyReason;
import org.caregate.policy.decision.TokenClaims;

/**
 * Remembers verified tokens by their SHA-256, at most until they expire, so that a signature is checked once.
 *
 * <p>The verifier knows one audience, so that every remembered token is for it; expiry and the key's retirement are checked on every hit here, revocation on
 * every request with the other facts. Rejected tokens are not remembered: a flood of them must not push out good ones.
 */
final class VerifiedTokens {
    private static final int LONGEST_TOKEN = 8 * 1024;

    private final AccessTokenVerifier verifier;
    private final VerificationKeys keys;
    private final Clock clock;
    private final Cache<ByteBuffer, TokenClaims> verified;

    VerifiedTokens(AccessTokenVerifier verifier, VerificationKeys keys, Clock clock, int capacity) {
        this.verifier = verifier;
        this.keys = keys;
        this.clock = clock;
        this.verified = Caffeine.newBuilder()
                .maximumSize(capacity)
                .expireAfterWrite(Duration.ofMinutes(10))
                .build();
    }

    Verification verify(String compact) {
        if (compact.length() > LONGEST_TOKEN) {
            return new Rejected(DenyReason.TOKEN_MALFORMED);
        }
        ByteBuffer digest = sha256(compact);
        TokenClaims known = verified.getIfPresent(digest);
        if (known != null) {
            if (!clock.instant().isBefore(known.expiresAt())) {
                verified.invalidate(digest);
                return new Rejected(DenyReason.TOKEN_EXPIRED);
            }
            if (keys.find(known.kid()).isEmpty()) {
                verified.invalidate(digest);
                return new Rejected(DenyReason.TOKEN_UNKNOWN_KEY);
            }
            return new Verified(known);
        }
        Verification verification = verifier.verify(compact);
        if (verification instanceof Verified fresh) {
            verified.put(digest, fresh.claims());
        }
        return verification;
    }

    private static ByteBuffer sha256(String token) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }
}
