package org.caregate.gateway.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.caregate.gateway.authentication.Verification.Verified;
import org.caregate.testing.Fuzz;
import org.caregate.testing.MutableClock;
import org.junit.jupiter.api.Test;

/** A damaged token is refused, and never an exception; the few that still verify say exactly what was signed. */
class TokenFuzzTests {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final URI ISSUER = URI.create("https://localhost:8443");
    private static final URI AUDIENCE = URI.create("https://localhost:9443/fhir");

    @Test
    void damagedToken_isRefused_orSaysWhatWasSigned() throws JOSEException {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        AccessTokenVerifier verifier = new AccessTokenVerifier(
                id -> id.equals("k1") ? Optional.of(key.toPublicJWK()) : Optional.empty(),
                ISSUER,
                AUDIENCE,
                MutableClock.at(NOW),
                null);
        SignedJWT signed = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .keyID("k1")
                        .type(new JOSEObjectType("at+jwt"))
                        .build(),
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER.toString())
                        .subject("anna")
                        .audience(AUDIENCE.toString())
                        .claim("client_id", "app")
                        .claim("scope", "patient/Patient.r")
                        .claim("grant", "g1")
                        .claim("profile", "SmartApp2026")
                        .claim("rv", 7)
                        .jwtID("j1")
                        .issueTime(Date.from(NOW))
                        .expirationTime(Date.from(NOW.plus(Duration.ofMinutes(5))))
                        .build());
        signed.sign(new ECDSASigner(key));
        String good = signed.serialize();
        if (!(verifier.verify(good) instanceof Verified(var claims))) {
            throw new AssertionError("the good token is good");
        }
        Fuzz.text(
                List.of(good, good.replaceAll("[.][^.]*$", "."), "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0."),
                List.of(
                        ".",
                        "..",
                        "=",
                        "eyJhbGciOiJub25lIn0",
                        "eyJhbGciOiJIUzI1NiJ9",
                        "-_",
                        "%",
                        " ",
                        "\u0000",
                        "A".repeat(200)),
                text -> {
                    if (verifier.verify(text) instanceof Verified(var verified)) {
                        assertThat(verified).isEqualTo(claims);
                    }
                });
    }
}
