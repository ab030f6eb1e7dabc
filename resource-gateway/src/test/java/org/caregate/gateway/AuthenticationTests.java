package org.caregate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.crypto.signing.KeyUse;
import org.caregate.gateway.rig.Resources;
import org.caregate.gateway.rig.Rig;
import org.caregate.registry.revocation.Revocation;
import org.caregate.registry.revocation.Revocation.Kind;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that are not good: RFC 6750 §2 and §3, RFC 9068 §4, revocation. */
class AuthenticationTests {
    private static final String SCOPE = "patient/Patient.r";
    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig();
        rig.upstream.on("GET /fhir/Patient/p1", 200, Resources.patient("p1"));
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private void refused(String token, String reason) throws Exception {
        HttpResponse<String> response = rig.get("/fhir/Patient/p1", token);
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("error=\"invalid_token\"")
                .contains("resource_metadata=");
        assertThat(response.body()).doesNotContain("Canary");
        assertThat(rig.upstream.seen()).isEmpty();
        assertThat(rig.entries(response))
                .singleElement()
                .extracting(AuditEntry::reason)
                .isEqualTo(reason);
    }

    @Test
    @Requirement("RFC6750-3.1")
    void noToken_is401_withAChallengeWithoutErrorCode() throws Exception {
        HttpResponse<String> response = rig.send(rig.request("/fhir/Patient/p1"));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().allValues("WWW-Authenticate"))
                .singleElement()
                .asString()
                .startsWith("Bearer ")
                .contains("resource_metadata=\"https://localhost:9443/.well-known/oauth-protected-resource/fhir\"")
                .doesNotContain("error");
        assertThat(rig.entries(response)).hasSize(1);
    }

    @Test
    void anotherScheme_isAsNoToken() throws Exception {
        HttpResponse<String> response = rig.send(rig.request("/fhir/Patient/p1").header("Authorization", "Basic YTpi"));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
                .doesNotContain("error");
    }

    @Test
    @Requirement("RFC6750-2")
    void twoCredentials_areRefusedAsInvalidRequest() throws Exception {
        String token = rig.patientToken(SCOPE);
        HttpResponse<String> response = rig.send(rig.request("/fhir/Patient/p1")
                .header("Authorization", "Bearer " + token)
                .header("Authorization", "Bearer " + token));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("error=\"invalid_request\"");
    }

    @Test
    @Requirement("RFC6750-2.3")
    void tokenInTheQuery_isRefused() throws Exception {
        String token = rig.patientToken(SCOPE);
        HttpResponse<String> response = rig.send(rig.request("/fhir/Patient/p1?access_token=" + token));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(rig.entries(response))
                .singleElement()
                .satisfies(entry -> assertThat(entry.sensitive().query()).isNull());
        assertThat(rig.upstream.seen()).isEmpty();
    }

    @Test
    @Requirement("RFC6750-2.2")
    void tokenInTheBody_isRefused() throws Exception {
        HttpResponse<String> response = rig.send(rig.request("/fhir/Patient/_search")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("access_token=" + rig.patientToken(SCOPE))));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(rig.upstream.seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b", "a.b.c", "a.b.c.d.e", "eyJhbGciOiJFUzI1NiJ9..", "%%%", "é"})
    void brokenToken_isRefused(String token) throws Exception {
        refused(token, "TOKEN_MALFORMED");
    }

    @Test
    void alteredToken_isRefused() throws Exception {
        String token = rig.patientToken(SCOPE);
        String other = rig.patientToken("patient/*.cruds");
        String[] a = token.split("\\.", -1);
        String[] b = other.split("\\.", -1);
        refused(a[0] + "." + b[1] + "." + a[2], "TOKEN_SIGNATURE");
    }

    @Test
    @Requirement("RFC9068-4")
    void algNone_isRefused() throws Exception {
        refused(new PlainJWT(rig.claims(SCOPE).build()).serialize(), "TOKEN_MALFORMED");
    }

    @Test
    void hmacKeyedWithThePublicKey_isRefused() throws Exception {
        ECKey key = (ECKey) rig.keys.published().getKeys().getFirst();
        refused(
                signed(
                        JWSAlgorithm.HS256,
                        key.getKeyID(),
                        new MACSigner(key.toECPublicKey().getEncoded()),
                        "at+jwt"),
                "TOKEN_ALGORITHM");
    }

    @Test
    void foreignKeyUnderOurKeyId_isRefused() throws Exception {
        String kid = rig.keys.published().getKeys().getFirst().getKeyID();
        ECKey foreign = new ECKeyGenerator(Curve.P_256).generate();
        refused(signed(JWSAlgorithm.ES256, kid, new ECDSASigner(foreign), "at+jwt"), "TOKEN_SIGNATURE");
    }

    @Test
    void unknownKey_isRefused() throws Exception {
        ECKey foreign = new ECKeyGenerator(Curve.P_256).generate();
        refused(signed(JWSAlgorithm.ES256, "nobody", new ECDSASigner(foreign), "at+jwt"), "TOKEN_UNKNOWN_KEY");
    }

    private String signed(JWSAlgorithm algorithm, String kid, JWSSigner signer, String type) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(algorithm)
                        .keyID(kid)
                        .type(new JOSEObjectType(type))
                        .build(),
                rig.claims(SCOPE).build());
        jwt.sign(signer);
        return jwt.serialize();
    }

    @Test
    @Requirement("RFC9068-2.1")
    void idToken_isRefused() throws Exception {
        refused(
                rig.keys.sign(
                        KeyUse.ID_TOKEN, JOSEObjectType.JWT, rig.claims(SCOPE).build()),
                "TOKEN_ALGORITHM");
    }

    @Test
    void jwtOfAnotherType_isRefused() throws Exception {
        refused(
                rig.keys.sign(
                        KeyUse.ACCESS_TOKEN,
                        JOSEObjectType.JWT,
                        rig.claims(SCOPE).build()),
                "TOKEN_WRONG_TYPE");
    }

    private void refusedClaims(JWTClaimsSet.Builder claims, String reason) throws Exception {
        refused(rig.sign(claims), reason);
    }

    @Test
    @Requirement("RFC9068-4")
    void wrongClaims_areRefused() throws Exception {
        refusedClaims(rig.claims(SCOPE).audience("https://localhost:9443/fhir/"), "TOKEN_WRONG_AUDIENCE");
        refusedClaims(
                rig.claims(SCOPE).audience(List.of(Rig.BASE.toString(), "https://other.example")),
                "TOKEN_WRONG_AUDIENCE");
        refusedClaims(rig.claims(SCOPE).audience((String) null), "TOKEN_WRONG_AUDIENCE");
        refusedClaims(rig.claims(SCOPE).issuer("https://evil.example"), "TOKEN_WRONG_ISSUER");
    }

    @Test
    void wrongTimes_areRefused() throws Exception {
        Date now = Date.from(rig.clock.instant());
        refusedClaims(rig.claims(SCOPE).expirationTime(now), "TOKEN_EXPIRED");
        refusedClaims(
                rig.claims(SCOPE).issueTime(Date.from(rig.clock.instant().plusSeconds(60))), "TOKEN_NOT_YET_VALID");
        refusedClaims(
                rig.claims(SCOPE).notBeforeTime(Date.from(rig.clock.instant().plusSeconds(60))), "TOKEN_NOT_YET_VALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub", "client_id", "scope", "jti", "profile", "rv", "exp", "iat"})
    void missingClaim_isRefused(String claim) throws Exception {
        JWTClaimsSet.Builder claims = rig.claims(SCOPE);
        claims.claim(claim, null);
        refusedClaims(claims, "TOKEN_CLAIMS");
    }

    @Test
    void rememberedToken_isRefusedAfterItsExpiry() throws Exception {
        String token = rig.patientToken(SCOPE);
        assertThat(rig.get("/fhir/Patient/p1", token).statusCode()).isEqualTo(200);
        rig.upstream.clear();

        rig.clock.advance(Duration.ofMinutes(5));

        refused(token, "TOKEN_EXPIRED");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void revokedInAnyWay_isRefused_thoughTheTokenIsRemembered(Kind kind) throws Exception {
        JWTClaimsSet.Builder claims = rig.claims(SCOPE);
        String token = rig.sign(claims);
        assertThat(rig.get("/fhir/Patient/p1", token).statusCode()).isEqualTo(200);
        rig.upstream.clear();

        rig.revoke(
                kind,
                switch (kind) {
                    case TOKEN -> claims.build().getJWTID();
                    case GRANT -> "g-anna";
                    case CLIENT -> "app";
                    case PERSON -> "anna";
                    case ALL -> Revocation.EVERYTHING;
                    case KEY -> SignedJWT.parse(token).getHeader().getKeyID();
                });
        rig.view.refresh();

        refused(token, "TOKEN_REVOKED");
    }

    @Test
    void staleView_is503_ratherThanAGuess() throws Exception {
        rig.nanos.addAndGet(Duration.ofSeconds(6).toNanos());

        HttpResponse<String> response = rig.get("/fhir/Patient/p1", rig.patientToken(SCOPE));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(rig.upstream.seen()).isEmpty();
    }

    @Test
    void tokenNewerThanTheView_makesTheNodeCatchUp() throws Exception {
        rig.revoke(Kind.GRANT, "another");

        HttpResponse<String> response =
                rig.get("/fhir/Patient/p1", rig.sign(rig.claims(SCOPE).claim("rv", 1)));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(rig.view.version()).isEqualTo(1);
    }

    @Test
    void tokenNewerThanAnythingWeCanSee_is503() throws Exception {
        HttpResponse<String> response =
                rig.get("/fhir/Patient/p1", rig.sign(rig.claims(SCOPE).claim("rv", 99)));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(rig.upstream.seen()).isEmpty();
    }

    @Test
    void receiptNewerThanTheDecision_isDecidedAgain_andTheRevokedTokenIsRefused() throws Exception {
        rig.revoke(Kind.GRANT, "g-anna"); // not polled yet: the view still says good
        rig.audit.revocationVersion(1);

        HttpResponse<String> response = rig.get("/fhir/Patient/p1", rig.patientToken(SCOPE));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).doesNotContain("Canary");
    }

    @Test
    void disabledPerson_isRefused() throws Exception {
        var person = rig.people.find(new org.caregate.protocol.PersonId("anna")).orElseThrow();
        rig.people.put(new org.caregate.registry.person.Person(
                person.id(), person.displayName(), person.fhirUser(), person.roles(), person.patients(), false));

        refused(rig.patientToken(SCOPE), "PERSON_DISABLED");
    }

    @Test
    void aFloodOfStrangers_isAnswered_andCountedRatherThanWritten() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(rig.send(rig.request("/fhir/Patient/p1")).statusCode()).isEqualTo(401);
        }
        assertThat(rig.audit.entries()).hasSize(5);
    }

    @Test
    void aStrangersForm_isReadNoFurtherThanAQuery_andCountedLikeEveryRefusal() throws Exception {
        for (int i = 0; i < 20; i++) {
            HttpResponse<String> response = rig.send(rig.request("/fhir/Patient/_search")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("name=" + "x".repeat(20_000))));

            assertThat(response.statusCode()).isEqualTo(413);
        }
        assertThat(rig.audit.entries()).hasSize(5);
    }
}
