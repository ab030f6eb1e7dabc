package org.caregate.authorization.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caregate.authorization.TestServer.BACKEND;
import static org.caregate.authorization.TestServer.ISSUER;
import static org.caregate.authorization.TestServer.SECRET_APP;
import static org.caregate.authorization.TestServer.json;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.caregate.authorization.Launch;
import org.caregate.authorization.Launch.AssertionBuilder;
import org.caregate.authorization.TestServer;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.authorization.jwks.JwksSource;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.profile.SecurityProfiles;
import org.caregate.registry.Race;
import org.caregate.registry.client.ClientAuthentication;
import org.caregate.registry.client.ClientKeySet;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAuthenticationTests {
    private static final String KIND = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final TestServer server = new TestServer();

    private EndpointResponse with(String assertion) {
        return backend(Map.of("client_assertion_type", KIND, "client_assertion", assertion), Map.of());
    }

    private EndpointResponse backend(Map<String, String> credentials, Map<String, String> headers) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("scope", "system/Patient.rs");
        form.putAll(credentials);
        return server.post("/oauth2/token", form, headers);
    }

    private void assertRefused(EndpointResponse response, String reason) {
        assertThat(response.status()).isEqualTo(401);
        assertThat(json(response))
                .containsEntry("error", "invalid_client")
                .containsEntry("error_description", "Client authentication failed");
        assertThat(server.lastReason()).isEqualTo(reason);
    }

    // private_key_jwt

    @Test
    @Requirement({"RFC7523-3", "SMART2.2-client-confidential-asymmetric"})
    void assertionAsItShouldBe_isAccepted_withTokenUrlOrIssuerAsAudience() {
        assertThat(with(Launch.assertion(server, BACKEND).sign()).status()).isEqualTo(200);
        AssertionBuilder issuer = Launch.assertion(server, BACKEND);
        issuer.claims().audience(ISSUER);
        assertThat(with(issuer.sign()).status()).isEqualTo(200);
    }

    static Stream<Arguments> bentClaims() {
        return Stream.of(
                bent("ASSERTION_SUBJECT", a -> a.claims().subject("someone-else")),
                bent("ASSERTION_SUBJECT", a -> a.claims().subject(null)),
                bent("ASSERTION_AUDIENCE", a -> a.claims().audience("https://evil.example.org/token")),
                bent("ASSERTION_AUDIENCE", a -> a.claims().audience(List.of(ISSUER, "https://evil.example.org"))),
                bent("ASSERTION_AUDIENCE", a -> a.claims().audience((String) null)),
                bent("ASSERTION_ID", a -> a.claims().jwtID(null)),
                bent("ASSERTION_ID", a -> a.claims().jwtID("j".repeat(257))),
                bent("ASSERTION_WITHOUT_EXPIRY", a -> a.claims().expirationTime(null)),
                bent("ASSERTION_EXPIRED", a -> a.claims().expirationTime(at(0))),
                bent("ASSERTION_LIFETIME", a -> a.claims().expirationTime(at(331))),
                bent("ASSERTION_NOT_CURRENT", a -> a.claims().issueTime(at(31))),
                bent("ASSERTION_NOT_CURRENT", a -> a.claims().issueTime(at(-3601))),
                bent("ASSERTION_NOT_CURRENT", a -> a.claims().notBeforeTime(at(31))),
                bent("ASSERTION_TIME", a -> a.claims().claim("nbf", Long.MAX_VALUE)),
                bent("ASSERTION_TIME", a -> a.claims().claim("nbf", overflowing(0))),
                bent("ASSERTION_TIME", a -> a.claims().claim("iat", overflowing(0))),
                bent("ASSERTION_TIME", a -> a.claims().claim("exp", overflowing(60))),
                bent("ASSERTION_TIME", a -> a.claims().claim("exp", 1e300)),
                bent("ASSERTION_TIME", a -> a.claims().claim("nbf", -1)),
                bent("ASSERTION_WITHOUT_KEY_ID", a -> a.header(new JWSHeader.Builder(JWSAlgorithm.ES384))),
                bent("ASSERTION_UNKNOWN_KEY", a -> a.header(new JWSHeader.Builder(JWSAlgorithm.ES384).keyID("k2"))),
                bent(
                        "ASSERTION_TYPE",
                        a -> a.header(new JWSHeader.Builder(JWSAlgorithm.ES384)
                                .keyID("k1")
                                .type(new JOSEObjectType("at+jwt")))),
                bent(
                        "ASSERTION_FOREIGN_JKU",
                        a -> a.header(new JWSHeader.Builder(JWSAlgorithm.ES384)
                                .keyID("k1")
                                .jwkURL(URI.create("https://evil.example.org/jwks")))),
                bent(
                        "ASSERTION_CRITICAL_HEADER",
                        a -> a.header(new JWSHeader.Builder(JWSAlgorithm.ES384)
                                .keyID("k1")
                                .criticalParams(Set.of("x"))
                                .customParam("x", "1"))));
    }

    private static Arguments bent(String reason, Consumer<AssertionBuilder> bend) {
        return Arguments.of(reason, bend);
    }

    private static Date at(long seconds) {
        return Date.from(Instant.parse("2026-11-23T12:00:00Z").plusSeconds(seconds));
    }

    /** A NumericDate whose milliseconds, in 64 bits, are those of another time. */
    private static long overflowing(long seconds) {
        return BigInteger.TWO
                .pow(64)
                .multiply(BigInteger.valueOf(125))
                .add(BigInteger.valueOf(Instant.parse("2026-11-23T12:00:00Z")
                        .plusSeconds(seconds)
                        .toEpochMilli()))
                .divide(BigInteger.valueOf(1000))
                .longValueExact();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bentClaims")
    @Requirement({"RFC7523-3", "SMART2.2-client-confidential-asymmetric"})
    void bentAssertion_isRefused(String reason, Consumer<AssertionBuilder> bend) {
        AssertionBuilder assertion = Launch.assertion(server, BACKEND);
        bend.accept(assertion);
        assertRefused(with(assertion.sign()), reason);
    }

    @Test
    void assertionInTime_isAcceptedAtTheEdges() {
        AssertionBuilder edge = Launch.assertion(server, BACKEND);
        edge.claims().expirationTime(at(330)).issueTime(at(30)).notBeforeTime(at(30));
        assertThat(with(edge.sign()).status()).isEqualTo(200);
    }

    @Test
    @Requirement("RFC8725-3.1")
    void unsignedAssertion_isRefused() {
        String unsigned =
                new PlainJWT(Launch.assertion(server, BACKEND).claims().build()).serialize();
        assertRefused(with(unsigned), "ASSERTION_MALFORMED");
    }

    @Test
    @Requirement("RFC8725-3.1")
    void publicKeyUsedAsHmacSecret_isRefused() throws Exception {
        byte[] publicKey = server.clientKey.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        assertRefused(with(signed(JWSAlgorithm.HS256, new MACSigner(publicKey))), "ASSERTION_ALGORITHM");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS384", "RS512"})
    void algorithmsOutsideTheProfile_areRefused(String algorithm) throws Exception {
        RSAKey key = new RSAKeyGenerator(2048).keyID("k1").generate();
        assertRefused(with(signed(JWSAlgorithm.parse(algorithm), new RSASSASigner(key))), "ASSERTION_ALGORITHM");
    }

    @Test
    void signatureOfAnotherKey_orOfAnotherKind_isRefused() throws Exception {
        ECKey other = new ECKeyGenerator(Curve.P_384).keyID("k1").generate();
        assertRefused(with(signed(JWSAlgorithm.ES384, new ECDSASigner(other))), "ASSERTION_SIGNATURE");
        RSAKey rsa = new RSAKeyGenerator(2048).keyID("k1").generate();
        assertRefused(with(signed(JWSAlgorithm.RS384, new RSASSASigner(rsa))), "ASSERTION_UNKNOWN_KEY");
    }

    private String signed(JWSAlgorithm algorithm, JWSSigner signer) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(algorithm).keyID("k1").build(),
                Launch.assertion(server, BACKEND).claims().build());
        jwt.sign(signer);
        return jwt.serialize();
    }

    @Test
    void rs384_isAccepted() throws Exception {
        RSAKey key = new RSAKeyGenerator(2048).keyID("r1").generate();
        ClientId id = new ClientId("rsa-backend");
        server.add(
                id,
                new ClientAuthentication.KeysByValue(new JWKSet(key.toPublicJWK()).toString()),
                SecurityProfiles.SMART_BACKEND_2026,
                Set.of("client_credentials"),
                "system/Patient.rs",
                Set.of());
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS384).keyID("r1").build(),
                Launch.assertion(server, id).claims().build());
        jwt.sign(new RSASSASigner(key));
        assertThat(with(jwt.serialize()).status()).isEqualTo(200);
    }

    @Test
    @Requirement({"RFC7517-4.5", "SMART2.2-client-confidential-asymmetric"})
    void keysOfTwoTypesUnderOneKid_workSideBySide_andOneMeantForOtherUse_isRefused() throws Exception {
        RSAKey rsa = new RSAKeyGenerator(2048).keyID("same").generate();
        ECKey ec = new ECKeyGenerator(Curve.P_384)
                .keyID("same")
                .keyUse(KeyUse.ENCRYPTION)
                .generate();
        ClientId id = new ClientId("two-keys");
        server.add(
                id,
                new ClientAuthentication.KeysByValue(new JWKSet(List.<JWK>of(ec, rsa)).toString()),
                SecurityProfiles.SMART_BACKEND_2026,
                Set.of("client_credentials"),
                "system/Patient.rs",
                Set.of());
        SignedJWT byRsa = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS384).keyID("same").build(),
                Launch.assertion(server, id).claims().build());
        byRsa.sign(new RSASSASigner(rsa));
        assertThat(with(byRsa.serialize()).status()).isEqualTo(200);
        SignedJWT byEc = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES384).keyID("same").build(),
                Launch.assertion(server, id).claims().build());
        byEc.sign(new ECDSASigner(ec));
        assertRefused(with(byEc.serialize()), "ASSERTION_UNFIT_KEY");
    }

    @Test
    @Requirement({"RFC7523-3", "SMART2.2-client-confidential-asymmetric"})
    void assertion_isAcceptedOnce() {
        String assertion = Launch.assertion(server, BACKEND).sign();
        assertThat(with(assertion).status()).isEqualTo(200);
        assertRefused(with(assertion), "ASSERTION_REPLAYED");
    }

    @Test
    void oneAssertionAHundredTimesAtOnce_isAcceptedOnce() {
        String assertion = Launch.assertion(server, BACKEND).sign();
        List<Integer> statuses = Race.run(100, () -> with(assertion).status());
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 401).hasSize(99);
    }

    @Test
    void assertionOfARefusedRequest_isUsedUpToo() {
        String assertion = Launch.assertion(server, BACKEND).sign();
        Map<String, String> credentials = new LinkedHashMap<>(
                Map.of("client_assertion_type", KIND, "client_assertion", assertion, "scope", "system/Condition.rs"));
        assertThat(backend(credentials, Map.of()).status()).isEqualTo(400);
        assertRefused(with(assertion), "ASSERTION_REPLAYED");
    }

    @Test
    void wrongKindOrGarbage_isRefused() {
        String assertion = Launch.assertion(server, BACKEND).sign();
        assertRefused(
                backend(Map.of("client_assertion_type", "urn:x", "client_assertion", assertion), Map.of()),
                "ASSERTION_KIND");
        assertRefused(with("not.a.jwt"), "ASSERTION_MALFORMED");
        assertRefused(backend(Map.of("client_assertion_type", KIND), Map.of()), "ASSERTION_MALFORMED");
    }

    // keys by address

    private ClientId byAddress(URI address) {
        ClientId id = new ClientId("remote-backend");
        server.add(
                id,
                new ClientAuthentication.KeysByUrl(address),
                SecurityProfiles.SMART_BACKEND_2026,
                Set.of("client_credentials"),
                "system/Patient.rs",
                Set.of());
        return id;
    }

    @Test
    @Requirement("SMART2.2-jwks-uri")
    void keysByAddress_areFetchedOnce_whileTheyMayBeKept() {
        URI address = URI.create("https://backend.example.org/jwks");
        ClientId id = byAddress(address);
        server.published.put(
                address,
                new JwksSource.Fetched.Keys(
                        ClientKeySet.parse(new JWKSet(server.clientKey.toPublicJWK()).toString())
                                .orElseThrow(),
                        Duration.ofMinutes(2)));
        AssertionBuilder withJku = Launch.assertion(server, id)
                .header(new JWSHeader.Builder(JWSAlgorithm.ES384).keyID("k1").jwkURL(address));
        assertThat(with(withJku.sign()).status()).isEqualTo(200);
        assertThat(with(Launch.assertion(server, id).sign()).status()).isEqualTo(200);
        assertThat(server.fetches).hasValue(1);
        server.clock.advance(Duration.ofMinutes(2));
        assertThat(with(Launch.assertion(server, id).sign()).status()).isEqualTo(200);
        assertThat(server.fetches).hasValue(2);
    }

    @Test
    void unreachableKeys_areSaidInTheAuditLogAlone() {
        ClientId id = byAddress(URI.create("https://backend.example.org/jwks"));
        assertRefused(with(Launch.assertion(server, id).sign()), "JWKS_UNREACHABLE");
    }

    // client_secret_basic and none

    private EndpointResponse refreshAs(Map<String, String> form, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("grant_type", "refresh_token", "refresh_token", "cgr_x"));
        all.putAll(form);
        return server.post("/oauth2/token", all, headers);
    }

    @Test
    @Requirement({"RFC6749-2.3.1", "RFC6749-5.2", "SMART2.2-client-confidential-symmetric"})
    void wrongSecret_isRefusedWithAChallenge() {
        String wrong = server.appSecret.substring(0, server.appSecret.length() - 4) + "AAAA";
        EndpointResponse response = refreshAs(Map.of(), Map.of("authorization", Launch.basic("secret-app", wrong)));
        assertRefused(response, "SECRET_WRONG");
        assertThat(response.headers().getOrDefault("WWW-Authenticate", "")).startsWith("Basic realm=");
    }

    @Test
    @Requirement("RFC6749-2.3.1")
    void idAndSecret_areFormDecoded() {
        String encoded = server.appSecret.replace("_", "%5F");
        EndpointResponse response = refreshAs(Map.of(), Map.of("authorization", Launch.basic("secret%2Dapp", encoded)));
        assertThat(server.lastReason()).isEqualTo("REFRESH_UNKNOWN");
        assertThat(response.status()).isEqualTo(400);
    }

    @Test
    @Requirement("RFC6749-2.3")
    void twoMethodsAtOnce_areRefused() {
        EndpointResponse response = refreshAs(
                Map.of("client_assertion_type", KIND, "client_assertion", "x"),
                Map.of("authorization", Launch.basic("secret-app", server.appSecret)));
        assertThat(response.status()).isEqualTo(400);
        assertThat(json(response)).containsEntry("error", "invalid_request");
        assertThat(server.lastReason()).isEqualTo("SEVERAL_METHODS");
    }

    @Test
    void clientIdThatDiffersFromTheCredential_isRefused() {
        EndpointResponse response = refreshAs(
                Map.of("client_id", "public-app"),
                Map.of("authorization", Launch.basic("secret-app", server.appSecret)));
        assertThat(response.status()).isEqualTo(400);
        assertThat(server.lastReason()).isEqualTo("CLIENT_ID_DIFFERS");
    }

    @Test
    void methodThatIsNotTheRegisteredOne_isRefused() {
        assertRefused(refreshAs(Map.of("client_id", "secret-app"), Map.of()), "CREDENTIAL_MISSING");
        assertRefused(
                refreshAs(Map.of(), Map.of("authorization", Launch.basic("public-app", server.appSecret))),
                "METHOD_NOT_REGISTERED");
        assertRefused(
                refreshAs(Map.of("client_id", "secret-app", "client_secret", server.appSecret), Map.of()),
                "SECRET_IN_BODY");
        assertRefused(
                refreshAs(
                        Map.of(
                                "client_assertion_type",
                                KIND,
                                "client_assertion",
                                Launch.assertion(server, SECRET_APP).sign()),
                        Map.of()),
                "METHOD_NOT_REGISTERED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc", "Basic !!!", "Basic", "Basic OmFiYw==", "Digest x"})
    void brokenAuthorizationHeader_isRefusedWithAChallenge(String header) {
        EndpointResponse response = refreshAs(Map.of(), Map.of("authorization", header));
        assertRefused(response, "AUTHORIZATION_HEADER");
        assertThat(response.headers()).containsKey("WWW-Authenticate");
    }

    @Test
    void unknownDisabledOrUnnamedClient_looksAlike() {
        assertRefused(refreshAs(Map.of("client_id", "nobody"), Map.of()), "CLIENT_UNKNOWN");
        assertRefused(refreshAs(Map.of("client_id", "n".repeat(201)), Map.of()), "CLIENT_UNKNOWN");
        assertRefused(refreshAs(Map.of(), Map.of()), "CLIENT_MISSING");
        server.clients.setEnabled(TestServer.PUBLIC_APP, false);
        assertRefused(refreshAs(Map.of("client_id", "public-app"), Map.of()), "CLIENT_DISABLED");
    }

    @Test
    @Requirement("RFC6749-2.3.1")
    void guessing_isThrottled_untilTheMinuteIsOver_andTheRightSecretNever() {
        String wrong = Launch.basic("secret-app", "cgs_guess");
        for (int i = 0; i < 5; i++) {
            assertThat(refreshAs(Map.of(), Map.of("authorization", wrong)).status())
                    .isEqualTo(401);
        }
        EndpointResponse sixth = refreshAs(Map.of(), Map.of("authorization", wrong));
        assertThat(sixth.status()).isEqualTo(429);
        assertThat(sixth.headers()).containsKey("Retry-After");
        assertThat(server.lastReason()).isEqualTo("THROTTLED");
        assertRightSecretIsTaken(); // from the same address, in the same minute
        server.clock.advance(Duration.ofMinutes(1));
        assertThat(refreshAs(Map.of(), Map.of("authorization", wrong)).status()).isEqualTo(401);
    }

    @Test
    void strangersAssertionsNamingAClient_neverRefuseItsOwn() throws Exception {
        String genuine = Launch.assertion(server, BACKEND).sign();
        String forged = genuine.substring(0, genuine.lastIndexOf('.') + 1) + "A".repeat(128);
        for (int i = 0; i < 50; i++) {
            assertThat(with(forged).status()).isIn(401, 429);
        }
        assertThat(server.lastReason()).isEqualTo("THROTTLED");
        assertThat(with(genuine).status()).isEqualTo(200);
    }

    @Test
    void longClientIds_areNotKept() {
        FailureWindow window = new FailureWindow(server.clock, 5, Duration.ofMinutes(1));
        for (int i = 0; i < 20_000; i++) {
            window.failed(i + "n".repeat(16 * 1024), "2001:db8::" + Integer.toHexString(i & 0xffff));
            window.failed("n" + i, "192.0.2." + (i & 255));
        }
        assertThat(window.charactersKept()).isLessThan(10_000L * 300);
    }

    private void assertRightSecretIsTaken() {
        EndpointResponse right =
                refreshAs(Map.of(), Map.of("authorization", Launch.basic("secret-app", server.appSecret)));
        assertThat(right.status()).isEqualTo(400);
        assertThat(server.lastReason()).isEqualTo("REFRESH_UNKNOWN");
    }
}
