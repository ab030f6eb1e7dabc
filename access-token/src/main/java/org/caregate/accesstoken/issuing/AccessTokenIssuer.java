package org.caregate.accesstoken.issuing;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.function.LongSupplier;
import org.caregate.crypto.random.RandomId;
import org.caregate.crypto.signing.KeyUse;
import org.caregate.crypto.signing.SigningKeys;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.scope.Scopes;
import org.caregate.protocol.token.TokenClaims;
import org.caregate.protocol.token.TokenClaims.Holder;
import org.caregate.registry.client.Client;
import org.caregate.registry.grant.Grant;
import org.jspecify.annotations.Nullable;

/** Signs access tokens as RFC 9068 says: ES256, {@code at+jwt}, one audience, nothing about a patient. */
public final class AccessTokenIssuer {
    /** The {@code typ} that keeps every other JWT of this server from passing for an access token (RFC 9068 §2.1). */
    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    private static final int ID_BYTES = 16;

    private final SigningKeys keys;
    private final SecureRandom random;
    private final String issuer;
    private final LongSupplier revocationVersion;

    /**
     * An issuer of that name.
     *
     * @param revocationVersion how far this node's view of the revocations reaches, for {@code rv}
     */
    public AccessTokenIssuer(SigningKeys keys, SecureRandom random, String issuer, LongSupplier revocationVersion) {
        this.keys = keys;
        this.random = random;
        this.issuer = issuer;
        this.revocationVersion = revocationVersion;
    }

    private String newId() {
        return RandomId.of(random, ID_BYTES);
    }

    /**
     * A new token, not signed yet: the audit entry has to name it first.
     *
     * @param grant null when the client acts for itself
     * @param resource null makes a token for userinfo alone, whose audience is the issuer
     */
    public TokenClaims token(
            Client client,
            @Nullable Grant grant,
            @Nullable URI resource,
            Scopes scopes,
            Instant issuedAt,
            Instant expiresAt) {
        String profile = client.profile().name();
        return new TokenClaims(
                newId(),
                grant == null
                        ? Holder.client(client.id(), profile)
                        : Holder.person(client.id(), grant.person(), grant.id(), profile),
                scopes,
                resource == null ? issuer : resource.toString(),
                issuedAt,
                expiresAt,
                revocationVersion.getAsLong());
    }

    /** Signs a token whose audit entry is durable. */
    public SignedAccessToken sign(SignableToken signable) {
        TokenClaims token = signable.claims().seenUpTo(revocationVersion.getAsLong());
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(token.subject())
                .audience(token.audience())
                .claim("client_id", token.client().value())
                .claim("scope", token.scopes().text())
                .jwtID(token.jti())
                .issueTime(Date.from(token.issuedAt()))
                .expirationTime(Date.from(token.expiresAt()))
                .claim("rv", token.revocationVersion())
                .claim("profile", token.profile());
        GrantId grant = token.grant();
        if (grant != null) {
            claims.claim("grant", grant.value());
        }
        return new SignedAccessToken(token, keys.sign(KeyUse.ACCESS_TOKEN, TYPE, claims.build()));
    }

    /** The lifetime of a token for that profile: the operator's, unless the profile allows less. */
    public static Instant expiry(Instant issuedAt, Duration chosen, Duration profileLimit) {
        return issuedAt.plus(chosen.compareTo(profileLimit) > 0 ? profileLimit : chosen);
    }
}
