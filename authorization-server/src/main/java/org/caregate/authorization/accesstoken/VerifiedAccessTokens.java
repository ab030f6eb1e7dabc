package org.caregate.authorization.accesstoken;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Optional;
import org.caregate.authorization.accesstoken.AccessTokenVerifier.IssuedAccessToken;

/** Remembers tokens that were verified by their SHA-256, so that a signature is checked once; expiry each time, revocation by the caller. */
final class VerifiedAccessTokens {
    private static final int MOST = 10_000;

    private final AccessTokenVerifier verifier;
    private final Clock clock;
    private final Cache<ByteBuffer, IssuedAccessToken> known =
            Caffeine.newBuilder().maximumSize(MOST).build();

    VerifiedAccessTokens(AccessTokenVerifier verifier, Clock clock) {
        this.verifier = verifier;
        this.clock = clock;
    }

    /** What the token says, if we signed it and it has not expired. */
    Optional<IssuedAccessToken> read(String text) {
        ByteBuffer digest = sha256(text);
        IssuedAccessToken remembered = known.getIfPresent(digest);
        if (remembered != null) {
            return Optional.of(remembered).filter(token -> clock.instant().isBefore(token.expiresAt()));
        }
        Optional<IssuedAccessToken> read = verifier.readCurrent(text);
        read.ifPresent(token -> known.put(digest, token));
        return read;
    }

    private static ByteBuffer sha256(String text) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
