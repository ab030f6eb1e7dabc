package org.caregate.authorization.grant;

import java.time.Duration;
import org.caregate.protocol.profile.SecurityProfile;

/**
 * How long tokens live, as the operator chose.
 *
 * @param access of access tokens, unless the client's profile allows less
 * @param refresh of refresh tokens without use; every use extends it
 */
public record TokenLifetimes(Duration access, Duration refresh) {
    /** 300 s and 92 days. */
    public static final TokenLifetimes DEFAULT = new TokenLifetimes(Duration.ofMinutes(5), Duration.ofDays(92));

    public TokenLifetimes {
        if (access.compareTo(Duration.ofSeconds(30)) < 0
                || access.compareTo(Duration.ofHours(1)) > 0
                || refresh.compareTo(access) <= 0) {
            throw new IllegalArgumentException("access tokens live 30 s to 1 h, refresh tokens longer");
        }
    }

    /** How long a refresh token of that profile lives without use. */
    public Duration refresh(SecurityProfile profile) {
        Duration limit = profile.refreshLifetimeLimit();
        return refresh.compareTo(limit) > 0 ? limit : refresh;
    }
}
