package org.caregate.server.config;

import java.time.Duration;
import java.util.List;

/**
 * How long tokens live, and where clients' keys may be fetched from.
 *
 * @param jwksHosts hosts on private or loopback addresses from which a client's {@code jwks_uri} may be fetched all the same
 */
public record TokenSettings(Duration accessLifetime, Duration refreshLifetime, List<String> jwksHosts) {
    public static final Duration ACCESS = Duration.ofMinutes(5);
    public static final Duration REFRESH = Duration.ofDays(92);

    public TokenSettings {
        jwksHosts = List.copyOf(jwksHosts);
    }
}
