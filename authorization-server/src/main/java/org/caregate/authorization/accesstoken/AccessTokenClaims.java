package org.caregate.authorization.accesstoken;

import java.net.URI;
import java.time.Instant;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.client.Client;
import org.jspecify.annotations.Nullable;

/**
 * An access token before it is signed.
 *
 * @param id its {@code jti}
 * @param subject the person, or the client when it acts for itself
 * @param grant null when the client acts for itself
 * @param audience the one resource; null makes a token for userinfo alone, whose audience is the issuer
 */
public record AccessTokenClaims(
        String id,
        Client client,
        String subject,
        @Nullable GrantId grant,
        @Nullable URI audience,
        Scopes scopes,
        Instant issuedAt,
        Instant expiresAt) {}
