package org.caregate.authorization.idtoken;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.Optional;
import org.caregate.accesstoken.issuing.SignedAccessToken;
import org.caregate.crypto.signing.KeyUse;
import org.caregate.crypto.signing.SigningKeys;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.resource.ResourceServers;
import org.jspecify.annotations.Nullable;

/** Signs ID tokens: who signed in, when, how, and which FHIR resource they are (OpenID Connect Core §2, SMART "fhirUser"). */
public final class IdTokenIssuer {
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final SigningKeys keys;
    private final String issuer;
    private final ResourceServers resources;
    private final Clock clock;

    public IdTokenIssuer(SigningKeys keys, String issuer, ResourceServers resources, Clock clock) {
        this.keys = keys;
        this.issuer = issuer;
        this.resources = resources;
        this.clock = clock;
    }

    /**
     * The ID token of a grant, beside that access token.
     *
     * @param nonce of the authorization request; null on refresh (OpenID Connect Core §12.2)
     */
    public String sign(Grant grant, @Nullable String nonce, SignedAccessToken accessToken) {
        Instant now = clock.instant();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(grant.person().value())
                .audience(grant.client().value())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .claim("auth_time", grant.authTime().getEpochSecond())
                .claim("acr", grant.acr())
                .claim("amr", new ArrayList<>(grant.amr()))
                .claim(
                        "at_hash",
                        AccessTokenHash.compute(
                                        new BearerAccessToken(accessToken.text()), KeyUse.ID_TOKEN.algorithm(), null)
                                .getValue());
        if (nonce != null) {
            claims.claim("nonce", nonce);
        }
        fhirUser(grant, resources).ifPresent(url -> claims.claim("fhirUser", url));
        return keys.sign(KeyUse.ID_TOKEN, JOSEObjectType.JWT, claims.build());
    }

    /** The person's own resource as an absolute address: at the grant's FHIR base, or else at the first there is. */
    public static Optional<String> fhirUser(Grant grant, ResourceServers resources) {
        String reference = grant.fhirUser();
        URI audience = grant.audience();
        Optional<URI> base = audience == null ? resources.fhirBase() : Optional.of(audience);
        return reference == null ? Optional.empty() : base.map(uri -> uri + "/" + reference);
    }
}
