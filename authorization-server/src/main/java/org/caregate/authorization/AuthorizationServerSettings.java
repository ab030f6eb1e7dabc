package org.caregate.authorization;

import java.time.Duration;
import org.caregate.protocol.metadata.AuthorizationServerAddresses;
import org.caregate.protocol.profile.SecurityProfile;
import org.caregate.registry.resource.ResourceServers;

/**
 * What the operator chose.
 *
 * @param accessLifetime of access tokens, unless the client's profile allows less
 * @param refreshLifetime without use; every use slides it
 */
public record AuthorizationServerSettings(
        AuthorizationServerAddresses addresses,
        ResourceServers resources,
        Duration accessLifetime,
        Duration refreshLifetime) {
    /** 300 s and 92 days. */
    public static AuthorizationServerSettings defaults(
            AuthorizationServerAddresses addresses, ResourceServers resources) {
        return new AuthorizationServerSettings(addresses, resources, Duration.ofMinutes(5), Duration.ofDays(92));
    }

    public AuthorizationServerSettings {
        if (accessLifetime.compareTo(Duration.ofSeconds(30)) < 0
                || accessLifetime.compareTo(Duration.ofHours(1)) > 0
                || refreshLifetime.compareTo(accessLifetime) <= 0) {
            throw new IllegalArgumentException("access tokens live 30 s to 1 h, refresh tokens longer");
        }
    }

    /** How long a refresh token of that profile lives without use. */
    public Duration refreshLifetime(SecurityProfile profile) {
        Duration limit = profile.refreshLifetimeLimit();
        return refreshLifetime.compareTo(limit) > 0 ? limit : refreshLifetime;
    }

    /** Until when a revocation of something with refresh tokens has to be known. */
    public Duration longestLife() {
        return refreshLifetime.plus(accessLifetime);
    }
}
