package org.caregate.policy.decision;

import java.time.Instant;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.scope.Scopes;
import org.jspecify.annotations.Nullable;

/**
 * What a verified access token says (RFC 9068 §2.2).
 *
 * @param client who was issued the token
 * @param person whom it acts for; null for {@code client_credentials}
 * @param grant the person's grant; null for {@code client_credentials}
 * @param scopes what it carries, parsed again by the verifier
 * @param jti the token's id
 * @param kid the key that signed it
 * @param audience the one resource it is for
 * @param revocationVersion the revocation version seen at issue ({@code rv})
 * @param profile the client's security profile by name
 */
public record TokenClaims(
        ClientId client,
        @Nullable PersonId person,
        @Nullable GrantId grant,
        Scopes scopes,
        String jti,
        String kid,
        Instant issuedAt,
        Instant expiresAt,
        String audience,
        long revocationVersion,
        String profile) {}
