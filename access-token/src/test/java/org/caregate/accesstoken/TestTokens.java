package org.caregate.accesstoken;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.caregate.accesstoken.verification.VerificationKeys;
import org.caregate.accesstoken.verification.VerifiedTokens;
import org.caregate.testing.MutableClock;

/** Tokens as this server's issuer signs them, and as nobody should. */
public final class TestTokens {
    public static final Instant NOW = Instant.parse("2060-11-23T12:00:00Z");
    public static final URI ISSUER = URI.create("https://localhost:8443");
    public static final String AUDIENCE = "https://localhost:9443/fhir";

    public final MutableClock clock = MutableClock.at(NOW);
    public final ECKey key = key("k1");
    private boolean retired;

    public static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The one published key. */
    public VerificationKeys keys() {
        return id -> id.equals("k1") && !retired ? Optional.of(key.toPublicJWK()) : Optional.empty();
    }

    public void retireKey() {
        retired = true;
    }

    /** The verifier and cache that the parts of the server use. */
    public VerifiedTokens verified(int capacity) {
        return new VerifiedTokens(keys(), ISSUER, clock, null, capacity);
    }

    public JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1").type(new JOSEObjectType("at+jwt"));
    }

    /** The claims of a good token of Anna's. */
    public JWTClaimsSet.Builder claims() {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER.toString())
                .subject("person-anna")
                .audience(AUDIENCE)
                .claim("client_id", "app")
                .claim("scope", "patient/Patient.r openid")
                .claim("grant", "g1")
                .claim("profile", "SmartApp2026")
                .claim("rv", 0)
                .jwtID("j1")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))));
    }

    public String good() {
        return sign(claims());
    }

    public String sign(JWTClaimsSet.Builder claims) {
        return sign(header(), claims.build().toString());
    }

    /** Signs whatever it is, with the published key. */
    public String sign(JWSHeader.Builder header, String payload) {
        try {
            return sign(header, payload, new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String sign(JWSHeader.Builder header, String payload, JWSSigner signer) {
        try {
            JWSObject jws = new JWSObject(header.build(), new Payload(payload));
            jws.sign(signer);
            return jws.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
