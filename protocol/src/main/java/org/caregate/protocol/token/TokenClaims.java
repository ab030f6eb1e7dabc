package org.caregate.protocol.token;

import java.time.Instant;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.scope.Scopes;
import org.jspecify.annotations.Nullable;

/**
 * What an access token says (RFC 9068 §2.2): the issuer signs it, the verifier reads it back.
 *
 * @param jti the token's id, which its audit entries name
 * @param audience the one resource it is for; the issuer itself for userinfo alone
 * @param revocationVersion how far the issuer's view of the revocations reached ({@code rv}); a resource whose view is older catches up first
 */
public record TokenClaims(
        String jti,
        Holder holder,
        Scopes scopes,
        String audience,
        Instant issuedAt,
        Instant expiresAt,
        long revocationVersion) {

    /**
     * Whom the token was issued to, and whom it acts for.
     *
     * @param person null for {@code client_credentials}, where the client acts for itself
     * @param grant the person's grant; null for {@code client_credentials}
     * @param profile the client's security profile by name
     */
    public record Holder(
            ClientId client,
            @Nullable PersonId person,
            @Nullable GrantId grant,
            String profile) {
        /** The client itself. */
        public static Holder client(ClientId client, String profile) {
            return new Holder(client, null, null, profile);
        }

        /** The client, for a person who granted it. */
        public static Holder person(ClientId client, PersonId person, GrantId grant, String profile) {
            return new Holder(client, person, grant, profile);
        }
    }

    public ClientId client() {
        return holder.client();
    }

    public @Nullable PersonId person() {
        return holder.person();
    }

    public @Nullable GrantId grant() {
        return holder.grant();
    }

    public String profile() {
        return holder.profile();
    }

    /** {@code sub}: the person, or the client when it acts for itself (RFC 9068 §2.2). */
    public String subject() {
        PersonId person = holder.person();
        return person == null ? holder.client().value() : person.value();
    }

    /** The same token, signed by an issuer whose view of the revocations reaches that far. */
    public TokenClaims seenUpTo(long version) {
        return new TokenClaims(jti, holder, scopes, audience, issuedAt, expiresAt, version);
    }
}
