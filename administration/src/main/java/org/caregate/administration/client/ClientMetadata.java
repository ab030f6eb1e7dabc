package org.caregate.administration.client;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.caregate.protocol.profile.SecurityProfile;
import org.caregate.protocol.scope.Scopes;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of itself (RFC 7591 §2), checked against its profile.
 *
 * @param clientId null for a generated one
 * @param method the {@code token_endpoint_auth_method}
 * @param jwks a JWK Set of public keys, as JSON
 * @param audiences empty for every resource of the deployment
 */
public record ClientMetadata(
        @Nullable String clientId,
        String name,
        SecurityProfile profile,
        String method,
        Set<String> grantTypes,
        List<String> redirectUris,
        Scopes scopes,
        @Nullable String jwks,
        @Nullable URI jwksUri,
        Set<URI> audiences) {
    public ClientMetadata {
        grantTypes = Set.copyOf(grantTypes);
        redirectUris = List.copyOf(redirectUris);
        audiences = Set.copyOf(audiences);
    }
}
