package org.caregate.conformance.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.caregate.check.client.BackendService;
import org.caregate.check.client.Reply;
import org.caregate.conformance.RunningDemo;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** SMART Backend Services 2.2, with RFC 7523's assertions. */
class BackendServicesTests {
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final RunningDemo run = RunningDemo.get();
    private final BackendService backend = run.backend();

    private static void refused(Reply reply) {
        assertThat(reply.status()).isIn(400, 401);
        assertThat(reply.json().path("error").asString("")).isEqualTo("invalid_client");
    }

    @Test
    @Requirement({"SMART2.2-backend-success", "SMART2.2-backend-response"})
    void signedAssertion_yieldsAShortToken_withoutRefreshToken() {
        Reply reply = backend.token("system/Patient.rs");
        assertThat(reply.status()).isEqualTo(200);
        JsonNode token = reply.json();
        assertThat(token.path("token_type").asString("")).isEqualToIgnoringCase("bearer");
        assertThat(token.path("expires_in").asInt()).isBetween(1, 300);
        assertThat(token.path("scope").asString("")).isEqualTo("system/Patient.rs");
        assertThat(token.has("refresh_token")).isFalse();
    }

    @Test
    @Requirement("SMART2.2-backend-grant-type")
    void unknownGrantType_is400_evenWithAGoodAssertion() {
        Reply reply = run.http()
                .post(
                        run.endpoint("token_endpoint"),
                        Map.of(
                                "grant_type",
                                "not_a_grant_type",
                                "scope",
                                "system/Patient.rs",
                                "client_assertion_type",
                                ASSERTION_TYPE,
                                "client_assertion",
                                backend.assertion(UnaryOperator.identity())));
        assertThat(reply.status()).isEqualTo(400);
    }

    @Test
    @Requirement("SMART2.2-backend-assertion-type")
    void anotherAssertionType_isRefused() {
        Reply reply = run.http()
                .post(
                        run.endpoint("token_endpoint"),
                        Map.of(
                                "grant_type", "client_credentials",
                                "scope", "system/Patient.rs",
                                "client_assertion_type", "not_an_assertion_type",
                                "client_assertion", backend.assertion(UnaryOperator.identity())));
        assertThat(reply.status()).isIn(400, 401);
    }

    @Test
    @Requirement({"SMART2.2-backend-jti", "RFC7523-3"})
    void sameAssertionTwice_isRefused() {
        String assertion = backend.assertion(UnaryOperator.identity());
        assertThat(backend.token("system/Patient.rs", assertion).status()).isEqualTo(200);
        refused(backend.token("system/Patient.rs", assertion));
    }

    @Test
    @Requirement({"SMART2.2-backend-invalid-jwt", "RFC7523-3"})
    void wrongClaims_areRefused() {
        Instant now = Instant.now();
        List<UnaryOperator<com.nimbusds.jwt.JWTClaimsSet.Builder>> changes = List.of(
                claims -> claims.issuer("somebody-else"),
                claims -> claims.subject("somebody-else"),
                claims -> claims.audience("https://evil.example/token"),
                claims -> claims.audience((String) null),
                claims -> claims.expirationTime(Date.from(now.minusSeconds(120))),
                claims -> claims.expirationTime(Date.from(now.plusSeconds(3600))),
                claims -> claims.expirationTime(null),
                claims -> claims.jwtID(null),
                claims -> claims.notBeforeTime(Date.from(now.plusSeconds(600))));
        for (var change : changes) {
            refused(backend.token("system/Patient.rs", backend.assertion(change)));
        }
    }

    @Test
    @Requirement({"SMART2.2-backend-invalid-jwt", "RFC7523-3"})
    void wrongSignatures_areRefused() throws Exception {
        SignedJWT good = SignedJWT.parse(backend.assertion(UnaryOperator.identity()));
        SignedJWT foreign = new SignedJWT(good.getHeader(), good.getJWTClaimsSet());
        foreign.sign(new ECDSASigner(new ECKeyGenerator(Curve.P_384).generate()));
        refused(backend.token("system/Patient.rs", foreign.serialize()));
        refused(backend.token("system/Patient.rs", new PlainJWT(good.getJWTClaimsSet()).serialize()));
        SignedJWT hmac = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(good.getHeader().getKeyID())
                        .build(),
                good.getJWTClaimsSet());
        hmac.sign(new MACSigner("0123456789abcdef0123456789abcdef"));
        refused(backend.token("system/Patient.rs", hmac.serialize()));
        SignedJWT jku = new SignedJWT(
                new JWSHeader.Builder(good.getHeader())
                        .jwkURL(java.net.URI.create("https://evil.example/jwks"))
                        .build(),
                good.getJWTClaimsSet());
        jku.sign(new ECDSASigner(
                com.nimbusds.jose.jwk.ECKey.parse(run.demo().client("backend").jwk())));
        refused(backend.token("system/Patient.rs", jku.serialize()));
    }

    @Test
    @Requirement("SMART2.2-backend-scopes")
    void scopesOutsideTheRegistration_areNotGranted() {
        Reply reply = backend.token("system/Patient.cruds user/Patient.rs launch");
        if (reply.status() == 200) {
            assertThat(reply.json().path("scope").asString("")).isEqualTo("system/Patient.rs");
        } else {
            assertThat(reply.json().path("error").asString("")).isEqualTo("invalid_scope");
        }
        Reply nothingLeft = backend.token("user/Patient.rs");
        assertThat(nothingLeft.status()).isEqualTo(400);
        assertThat(nothingLeft.json().path("error").asString("")).isEqualTo("invalid_scope");
    }
}
