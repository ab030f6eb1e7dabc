package org.caregate.conformance.rfc9068;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.List;
import org.caregate.conformance.RunningDemo;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** RFC 9068 §2. */
class AccessTokenTests {
    private final RunningDemo run = RunningDemo.get();

    @Test
    @Requirement({"RFC9068-2.1", "RFC9068-2.2"})
    void accessToken_hasTypeAlgorithmAndClaims_andVerifies() throws Exception {
        JsonNode token = run.launch("openid fhirUser launch/patient patient/Patient.rs");
        SignedJWT jwt = SignedJWT.parse(token.path("access_token").asString(""));
        assertThat(jwt.getHeader().getType().getType()).isEqualTo("at+jwt");
        assertThat(jwt.getHeader().getAlgorithm().getName()).isEqualTo("ES256");
        JWKSet keys = JWKSet.parse(run.http().get(run.endpoint("jwks_uri")).text());
        assertThat(jwt.verify(new ECDSAVerifier(
                        keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toECKey())))
                .isTrue();
        JWTClaimsSet claims = jwt.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(run.demo().issuer().toString());
        assertThat(claims.getAudience()).isEqualTo(List.of(run.demo().fhirBase().toString()));
        assertThat(claims.getStringClaim("client_id"))
                .isEqualTo(run.demo().client("app").clientId());
        assertThat(claims.getJWTID()).isNotEmpty();
        assertThat(claims.getIssueTime()).isNotNull();
        assertThat(claims.getExpirationTime()).isNotNull();
        assertThat(claims.getStringClaim("scope")).isEqualTo("openid fhirUser launch/patient patient/Patient.rs");
        assertThat(claims.getSubject())
                .isEqualTo(SignedJWT.parse(token.path("id_token").asString(""))
                        .getJWTClaimsSet()
                        .getSubject());
    }

    @Test
    @Requirement("RFC9068-6")
    void accessToken_holdsNoPhi() throws Exception {
        JsonNode token = run.launch("openid fhirUser launch/patient patient/Patient.rs");
        JWTClaimsSet claims =
                SignedJWT.parse(token.path("access_token").asString("")).getJWTClaimsSet();
        assertThat(claims.getClaims().keySet())
                .containsExactlyInAnyOrder(
                        "iss", "sub", "aud", "client_id", "scope", "jti", "iat", "exp", "grant", "rv", "profile");
        assertThat(claims.toString()).doesNotContain(run.ownPatient());
    }
}
