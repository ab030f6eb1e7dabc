package org.caregate.authorization.accesstoken;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.function.LongSupplier;
import org.caregate.crypto.signing.KeyUse;
import org.caregate.crypto.signing.SigningKeys;

/** Signs access tokens as RFC 9068 says: ES256, {@code at+jwt}, one audience, nothing about a patient. */
public final class AccessTokenIssuer {
    /** The {@code typ} that keeps every other JWT of ours from passing for an access token (RFC 9068 §2.1). */
    static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

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

    /** A new {@code jti}: the audit entry has to name it before the token is signed. */
    public String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Signs the token; MUST be called only after the audit entry that names it is durable. */
    public String sign(AccessTokenClaims token) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(token.subject())
                .audience(token.audience() == null ? issuer : token.audience().toString())
                .claim("client_id", token.client().id().value())
                .claim("scope", token.scopes().text())
                .jwtID(token.id())
                .issueTime(Date.from(token.issuedAt()))
                .expirationTime(Date.from(token.expiresAt()))
                .claim("rv", revocationVersion.getAsLong())
                .claim("profile", token.client().profile().name());
        if (token.grant() != null) {
            claims.claim("grant", token.grant().value());
        }
        return keys.sign(KeyUse.ACCESS_TOKEN, TYPE, claims.build());
    }

    /** The lifetime of a token for that profile: the operator's, unless the profile allows less. */
    public static Instant expiry(Instant issuedAt, Duration chosen, Duration profileLimit) {
        return issuedAt.plus(chosen.compareTo(profileLimit) > 0 ? profileLimit : chosen);
    }
}
