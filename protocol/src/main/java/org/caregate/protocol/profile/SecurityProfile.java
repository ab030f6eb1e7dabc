package org.caregate.protocol.profile;

import java.time.Duration;
import java.util.Set;

/**
 * One dated, immutable set of protocol choices for a client (ADR 0002): data that flows read, never an {@code if} on a name.
 *
 * @param name the dated name written into every decision and audit entry
 * @param grantTypes the {@code grant_type} values the client may use
 * @param clientAuthenticationMethods the {@code token_endpoint_auth_method} values allowed; {@code none} for public clients
 * @param assertionAlgorithms JWS algorithms accepted in {@code private_key_jwt}
 * @param assertionMaximumLifetime the longest {@code exp} - now accepted in an assertion
 * @param assertionAudience which {@code aud} a client assertion must carry
 * @param idTokenAlgorithm the JWS algorithm of ID tokens
 * @param accessTokenLifetimeLimit an upper bound on access token lifetime
 * @param refreshTokens whether {@code offline_access} may yield a refresh token
 * @param refreshLifetimeLimit an upper bound on a refresh token's life without use
 * @param loopbackOnly whether redirect URIs are loopback addresses without port, and nothing else (RFC 8252 §7.3)
 * @param administers whether {@code admin/} scopes may be registered
 */
public record SecurityProfile(
        String name,
        Set<String> grantTypes,
        Set<String> clientAuthenticationMethods,
        Set<String> assertionAlgorithms,
        Duration assertionMaximumLifetime,
        AssertionAudience assertionAudience,
        String idTokenAlgorithm,
        Duration accessTokenLifetimeLimit,
        boolean refreshTokens,
        Duration refreshLifetimeLimit,
        boolean loopbackOnly,
        boolean administers) {

    public SecurityProfile {
        grantTypes = Set.copyOf(grantTypes);
        clientAuthenticationMethods = Set.copyOf(clientAuthenticationMethods);
        assertionAlgorithms = Set.copyOf(assertionAlgorithms);
    }

    /** What the {@code aud} of a client assertion must name. */
    public enum AssertionAudience {
        /** The token endpoint's URL (SMART App Launch 2.2, UDAP); the issuer is accepted too (RFC 7523 §3). */
        TOKEN_ENDPOINT,
        /** The issuer alone (FAPI 2.0). */
        ISSUER_ONLY
    }
}
