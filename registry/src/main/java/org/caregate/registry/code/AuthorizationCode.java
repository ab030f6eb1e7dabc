package org.caregate.registry.code;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.registry.credential.StoredCredential;
import org.jspecify.annotations.Nullable;

/**
 * An issued authorization code and what its redemption is held to (RFC 6749 §4.1.3, RFC 7636 §4.4).
 *
 * @param id the public part of {@code prefix_id.secret}, the key of the row
 * @param credential the keyed hash of the whole code
 * @param grant what the code stands for; a replay revokes it
 * @param redirectUri must be repeated byte for byte at the token endpoint
 * @param codeChallenge the S256 challenge
 * @param nonce carried into the ID token
 * @param audience the resource of the authorization request; null when only userinfo is reached
 * @param cutScopes requested scopes that were not granted, in the text they were asked in, for the token response
 * @param consumed whether it has been used
 */
public record AuthorizationCode(
        String id,
        StoredCredential credential,
        GrantId grant,
        ClientId client,
        String redirectUri,
        String codeChallenge,
        @Nullable String nonce,
        @Nullable URI audience,
        List<String> cutScopes,
        Instant issuedAt,
        Instant expiresAt,
        boolean consumed) {
    public AuthorizationCode {
        cutScopes = List.copyOf(cutScopes);
    }
}
