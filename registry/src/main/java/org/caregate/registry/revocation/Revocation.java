package org.caregate.registry.revocation;

import java.time.Duration;
import java.time.Instant;

/**
 * One revocation.
 *
 * @param version the place in commit order, from {@code revocation_head}
 * @param kind what {@code value} names
 * @param value a token's {@code jti}, a grant id, a client id, a person id or a key id
 * @param issuedUpTo tokens issued at or before this are refused (for {@code TOKEN} and {@code GRANT} it does not matter)
 * @param expiresAt when no token it speaks of can still be valid, so that the row may go
 * @param reason the stable word for audit entries
 */
public record Revocation(long version, Kind kind, String value, Instant issuedUpTo, Instant expiresAt, String reason) {
    /** The value of a revocation of {@link Kind#ALL}. */
    public static final String EVERYTHING = "*";

    /** How long one is kept: no access token lives longer than an hour. */
    public static final Duration KEPT = Duration.ofHours(2);

    /** What is revoked. */
    public enum Kind {
        TOKEN,
        GRANT,
        CLIENT,
        PERSON,
        KEY,
        /** Every token there is; the value is {@link #EVERYTHING}. */
        ALL
    }
}
