package org.caregate.authorization.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The times of a JWT (RFC 7519 §2, NumericDate), read from its own numbers: as milliseconds in a {@code long}, which the JWT library
 * makes of them, a large one overflows and a time in the far future lies in the past.
 *
 * @param areReadable false when a time is present that is no number of a representable second
 */
record TokenTimes(
        boolean areReadable, Optional<Instant> expires, Optional<Instant> issued, Optional<Instant> notBefore) {
    /** The last second of the year 9999. */
    private static final double LATEST = 253_402_300_799.0;

    /** The times in a JWT's payload. */
    static TokenTimes of(Map<String, Object> claims) {
        boolean readable = List.of("exp", "iat", "nbf").stream()
                .allMatch(name ->
                        claims.get(name) == null || instant(claims, name).isPresent());
        return new TokenTimes(readable, instant(claims, "exp"), instant(claims, "iat"), instant(claims, "nbf"));
    }

    private static Optional<Instant> instant(Map<String, Object> claims, String name) {
        return claims.get(name) instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() <= LATEST
                ? Optional.of(Instant.ofEpochSecond(number.longValue()))
                : Optional.empty();
    }
}
