package org.caregate.conformance.rfc6750;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.util.Base64;
import org.caregate.check.client.Reply;
import org.caregate.conformance.RunningDemo;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** RFC 6750 §2, §3 at the gateway and at userinfo. */
class BearerTests {
    private final RunningDemo run = RunningDemo.get();

    private void invalidToken(Reply reply) {
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer").contains("error=\"invalid_token\"");
        assertThat(reply.json().path("resourceType").asString("")).isEqualTo("OperationOutcome");
        assertThat(reply.text()).doesNotContain("Exception");
    }

    private String token() {
        return run.launch("openid fhirUser launch/patient patient/Patient.rs")
                .path("access_token")
                .asString("");
    }

    @Test
    @Requirement({"RFC6750-3", "SMART2.2-unauthorized", "RFC9728-5.1"})
    void noToken_is401_withAChallengeWithoutErrorCode_thatNamesTheMetadata() {
        Reply reply = run.http().get(run.resource("Patient/" + run.ownPatient()));
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate"))
                .startsWith("Bearer")
                .doesNotContain("error=")
                .contains("resource_metadata=");
    }

    @Test
    @Requirement("RFC6750-2.3")
    void tokenInTheQuery_isNotAccepted() {
        Reply reply = run.http().get(run.resource("Patient/" + run.ownPatient() + "?access_token=" + token()));
        assertThat(reply.status()).isIn(400, 401);
    }

    @Test
    @Requirement("RFC6750-3.1")
    void brokenOrForeignToken_isInvalidToken() throws Exception {
        String good = token();
        String[] parts = good.split("\\.", -1);
        SignedJWT parsed = SignedJWT.parse(good);
        SignedJWT foreign = new SignedJWT(parsed.getHeader(), parsed.getJWTClaimsSet());
        foreign.sign(new ECDSASigner(new ECKeyGenerator(Curve.P_256).generate()));
        String last = parts[2].endsWith("A") ? "B" : "A";
        for (String bad : new String[] {
            "x",
            parts[0] + "." + parts[1] + ".",
            good.substring(0, good.length() / 2),
            parts[0] + "." + parts[1] + "." + last + parts[2].substring(1),
            foreign.serialize(),
            new PlainJWT(parsed.getJWTClaimsSet()).serialize()
        }) {
            invalidToken(run.read("Patient/" + run.ownPatient(), bad));
        }
    }

    @Test
    @Requirement({"RFC6750-3.1", "RFC9700-algorithm"})
    void hmacWithThePublicKeyAsSecret_isInvalidToken() throws Exception {
        String good = token();
        SignedJWT parsed = SignedJWT.parse(good);
        JWKSet keys = JWKSet.parse(run.http().get(run.endpoint("jwks_uri")).text());
        byte[] secret = keys.getKeyByKeyId(parsed.getHeader().getKeyID())
                .toECKey()
                .toECPublicKey()
                .getEncoded();
        SignedJWT confused = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(parsed.getHeader().getKeyID())
                        .type(new JOSEObjectType("at+jwt"))
                        .build(),
                parsed.getJWTClaimsSet());
        confused.sign(new MACSigner(secret));
        invalidToken(run.read("Patient/" + run.ownPatient(), confused.serialize()));
    }

    @Test
    @Requirement({"RFC9068-4", "RFC9700-2.3"})
    void idToken_isNoAccessToken() {
        JsonNode token = run.launch("openid fhirUser launch/patient patient/Patient.rs");
        invalidToken(
                run.read("Patient/" + run.ownPatient(), token.path("id_token").asString("")));
    }

    @Test
    @Requirement("RFC6750-3.1")
    void typeOutsideTheScopes_is403_insufficientScope_namingWhatWouldDo() {
        Reply reply = run.read("Condition?patient=" + run.ownPatient(), token());
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.header("WWW-Authenticate"))
                .contains("error=\"insufficient_scope\"")
                .contains("scope=\"")
                .contains("Condition");
    }

    @Test
    @Requirement("RFC6750-2.1")
    void userinfo_answersTheBearer_andRefusesOthers() {
        URI userinfo = URI.create(run.http()
                .get(URI.create(run.demo().issuer() + "/.well-known/openid-configuration"))
                .json()
                .path("userinfo_endpoint")
                .asString(""));
        Reply good = run.http().get(userinfo, "Authorization", "Bearer " + token());
        assertThat(good.status()).isEqualTo(200);
        assertThat(good.json().path("sub").asString("")).isNotEmpty();
        assertThat(run.http().get(userinfo).status()).isEqualTo(401);
        String withoutOpenid = run.launch("launch/patient patient/Patient.rs")
                .path("access_token")
                .asString("");
        assertThat(run.http()
                        .get(userinfo, "Authorization", "Bearer " + withoutOpenid)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void forgedClaims_areRefused() throws Exception {
        String[] parts = token().split("\\.", -1);
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), java.nio.charset.StandardCharsets.UTF_8)
                .replace("patient/Patient.rs", "system/*.cruds");
        String forged = parts[0] + "."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(payload.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                + "." + parts[2];
        invalidToken(run.read("Patient/" + run.ownPatient(), forged));
    }
}
