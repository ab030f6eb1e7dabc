package org.caregate.registry.grant;

import java.net.URI;
import java.time.Instant;
import java.util.Set;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.launch.LaunchContext;
import org.caregate.protocol.scope.Scopes;
import org.jspecify.annotations.Nullable;

/**
 * What one client was allowed by one person's consent. {@code client_credentials} makes no grant.
 *
 * @param audience the one resource the access tokens are for; null means userinfo only
 * @param scopes what was granted: requested, cut by client, role and consent
 * @param launch the context the gateway enforces; never in the access token
 * @param fhirUser the person's own FHIR resource, relative, when {@code fhirUser} was granted
 * @param authTime when the person signed in
 * @param acr the assurance reached
 * @param amr the methods used (RFC 8176)
 * @param expiresAt the end of the grant unless a refresh slides it
 * @param version changes with every change of the row, so that a cache can drop it
 */
public record Grant(
        GrantId id,
        ClientId client,
        PersonId person,
        @Nullable URI audience,
        Scopes scopes,
        LaunchContext launch,
        @Nullable String fhirUser,
        Instant authTime,
        String acr,
        Set<String> amr,
        Instant createdAt,
        Instant expiresAt,
        boolean revoked,
        long version) {
    public Grant {
        amr = Set.copyOf(amr);
    }
}
