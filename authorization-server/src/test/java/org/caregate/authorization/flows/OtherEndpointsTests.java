package org.caregate.authorization.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caregate.authorization.TestServer.ANNA;
import static org.caregate.authorization.TestServer.FHIR;
import static org.caregate.authorization.TestServer.ISSUER;
import static org.caregate.authorization.TestServer.PUBLIC_APP;
import static org.caregate.authorization.TestServer.RESOURCE_SERVER;
import static org.caregate.authorization.TestServer.SECRET_APP;
import static org.caregate.authorization.TestServer.json;
import static org.caregate.authorization.TestServer.member;

import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caregate.audit.entry.Action;
import org.caregate.authorization.EndpointRoute;
import org.caregate.authorization.Launch;
import org.caregate.authorization.TestServer;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.protocol.ClientId;
import org.caregate.registry.person.Person;
import org.caregate.registry.revocation.Revocation;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Revocation, introspection and userinfo: what becomes of tokens after they were issued. */
class OtherEndpointsTests {
    private final TestServer server = new TestServer();
    private final Launch launch = new Launch(server, PUBLIC_APP, ANNA);

    private EndpointResponse revoke(ClientId client, String token) {
        return new Launch(server, client, ANNA).asClient("/oauth2/revoke", Map.of("token", token), Map.of());
    }

    private EndpointResponse introspect(ClientId client, String token) {
        return new Launch(server, client, ANNA).asClient("/oauth2/introspect", Map.of("token", token), Map.of());
    }

    private EndpointResponse userinfo(String token) {
        return server.get("/userinfo", Map.of("authorization", "Bearer " + token));
    }

    @Test
    void strangersFlood_getsItsFirstEntriesAlone() {
        for (int i = 0; i < TestServer.FLOOD_FROM + 15; i++) {
            assertThat(server.get("/userinfo", Map.of("authorization", "Bearer a.b.c"))
                            .status())
                    .isEqualTo(401);
        }
        assertThat(server.audit.entries()).hasSize(TestServer.FLOOD_FROM);
    }

    // RFC 7009

    @Test
    @Requirement({"RFC7009-2.1", "RFC7009-2.2"})
    void revokedRefreshToken_endsTheWholeGrant() {
        EndpointResponse tokens = launch.tokens();
        EndpointResponse response = revoke(PUBLIC_APP, member(tokens, "refresh_token"));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).isEmpty();
        assertThat(server.lastEntry().action()).isEqualTo(Action.GRANT_REVOKED);
        assertThat(launch.refresh(member(tokens, "refresh_token")).status()).isEqualTo(400);
        assertThat(userinfo(member(tokens, "access_token")).status()).isEqualTo(401);
    }

    @Test
    @Requirement("RFC7009-2.1")
    void revokedAccessToken_endsAlone() throws Exception {
        EndpointResponse tokens = launch.tokens();
        String accessToken = member(tokens, "access_token");
        assertThat(revoke(PUBLIC_APP, accessToken).status()).isEqualTo(200);
        assertThat(server.revocations.all()).singleElement().satisfies(revocation -> {
            assertThat(revocation.kind()).isEqualTo(Revocation.Kind.TOKEN);
            assertThat(revocation.value())
                    .isEqualTo(SignedJWT.parse(accessToken).getJWTClaimsSet().getJWTID());
        });
        assertThat(userinfo(accessToken).status()).isEqualTo(401);
        assertThat(launch.refresh(member(tokens, "refresh_token")).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"never-issued", "cgr_AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "a.b.c"
            })
    @Requirement("RFC7009-2.2")
    void unknownToken_isAnsweredWith200(String token) {
        assertThat(revoke(PUBLIC_APP, token).status()).isEqualTo(200);
        assertThat(server.lastReason()).isEqualTo("NOTHING_TO_REVOKE");
    }

    @Test
    @Requirement("RFC7009-2.1")
    void tokensOfAnotherClient_areNotRevoked() {
        EndpointResponse tokens = launch.tokens();
        for (String name : new String[] {"refresh_token", "access_token"}) {
            EndpointResponse response = revoke(SECRET_APP, member(tokens, name));
            assertThat(response.status()).isEqualTo(400);
            assertThat(json(response)).containsEntry("error", "invalid_grant");
            assertThat(server.lastReason()).isEqualTo("TOKEN_OF_ANOTHER_CLIENT");
        }
        assertThat(server.revocations.all()).isEmpty();
        assertThat(userinfo(member(tokens, "access_token")).status()).isEqualTo(200);
    }

    @Test
    @Requirement("RFC7009-2.1")
    void revocationWithoutTokenOrClient_isRefused() {
        assertThat(launch.asClient("/oauth2/revoke", Map.of(), Map.of()).status())
                .isEqualTo(400);
        assertThat(server.lastReason()).isEqualTo("TOKEN_MISSING");
        assertThat(server.post("/oauth2/revoke", Map.of("token", "x"), Map.of()).status())
                .isEqualTo(401);
    }

    @Test
    void revocationThatCannotBeAudited_revokesNothing() {
        EndpointResponse tokens = launch.tokens();
        server.audit.failFromNowOn();
        assertThat(revoke(PUBLIC_APP, member(tokens, "refresh_token")).status()).isEqualTo(503);
        server.audit.recover();
        assertThat(server.revocations.all()).isEmpty();
        assertThat(launch.refresh(member(tokens, "refresh_token")).status()).isEqualTo(200);
    }

    // RFC 7662

    @Test
    @Requirement({"RFC7662-2.2", "SMART2.2-introspection"})
    void resourceServer_learnsWhatTheTokenIsWorth() throws Exception {
        String token = member(launch.tokens(), "access_token");
        EndpointResponse response = introspect(RESOURCE_SERVER, token);
        var claims = SignedJWT.parse(token).getJWTClaimsSet();
        assertThat(response.headers()).containsEntry("Cache-Control", "no-store");
        assertThat(json(response))
                .isEqualTo(Map.ofEntries(
                        Map.entry("active", true),
                        Map.entry("scope", claims.getStringClaim("scope")),
                        Map.entry("client_id", "public-app"),
                        Map.entry("token_type", "Bearer"),
                        Map.entry("exp", claims.getExpirationTime().toInstant().getEpochSecond()),
                        Map.entry("iat", claims.getIssueTime().toInstant().getEpochSecond()),
                        Map.entry("sub", "person-anna"),
                        Map.entry("aud", FHIR.toString()),
                        Map.entry("iss", ISSUER),
                        Map.entry("jti", claims.getJWTID()),
                        Map.entry("patient", "p1"),
                        Map.entry("fhirUser", FHIR + "/Patient/p1")));
        assertThat(server.lastEntry().action()).isEqualTo(Action.INTROSPECTION);
    }

    private void assertInactive(EndpointResponse response, String reason) {
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).isEqualTo("{\"active\":false}");
        assertThat(server.lastReason()).isEqualTo(reason);
    }

    @Test
    @Requirement({"RFC7662-2.2", "RFC7662-4"})
    void everyOtherTokenAndCaller_learnsOnlyThatItIsNotActive() {
        EndpointResponse tokens = launch.tokens();
        String token = member(tokens, "access_token");
        assertInactive(introspect(SECRET_APP, token), "NOT_A_RESOURCE_SERVER");
        assertInactive(introspect(PUBLIC_APP, token), "NOT_A_RESOURCE_SERVER");
        assertInactive(introspect(RESOURCE_SERVER, "invalid_token_value"), "TOKEN_MALFORMED");
        assertInactive(introspect(RESOURCE_SERVER, member(tokens, "refresh_token")), "TOKEN_MALFORMED");
        assertInactive(introspect(RESOURCE_SERVER, member(tokens, "id_token")), "TOKEN_ALGORITHM");
        String userinfoOnly = member(
                new Launch(server, PUBLIC_APP, ANNA)
                        .with("scope", "openid")
                        .without("aud")
                        .tokens(),
                "access_token");
        assertInactive(introspect(RESOURCE_SERVER, userinfoOnly), "TOKEN_WRONG_AUDIENCE");
        revoke(PUBLIC_APP, token);
        assertInactive(introspect(RESOURCE_SERVER, token), "TOKEN_REVOKED");
    }

    @Test
    void expiredTokens_andTokensOfTheDisabled_areNotActive() {
        String token = member(launch.tokens(), "access_token");
        server.people.put(new Person(ANNA, "Anna", "Patient/p1", Set.of("patient"), Set.of("p1"), false));
        server.revocations.registryChanged();
        assertInactive(introspect(RESOURCE_SERVER, token), "PERSON_DISABLED");
        server.people.put(new Person(ANNA, "Anna", "Patient/p1", Set.of("patient"), Set.of("p1"), true));
        server.clients.setEnabled(PUBLIC_APP, false);
        server.revocations.registryChanged();
        assertInactive(introspect(RESOURCE_SERVER, token), "CLIENT_DISABLED");
        server.clients.setEnabled(PUBLIC_APP, true);
        server.grants.revokeAllOf(ANNA);
        server.revocations.registryChanged();
        assertInactive(introspect(RESOURCE_SERVER, token), "GRANT_NOT_LIVE");
        server.clock.advance(Duration.ofMinutes(5));
        assertInactive(introspect(RESOURCE_SERVER, token), "TOKEN_EXPIRED");
    }

    @Test
    void revocationsOfPersonClientAndKey_areFelt() throws Exception {
        Instant now = server.clock.instant();
        for (Revocation.Kind kind :
                new Revocation.Kind[] {Revocation.Kind.PERSON, Revocation.Kind.CLIENT, Revocation.Kind.KEY}) {
            TestServer fresh = new TestServer();
            String token = member(new Launch(fresh, PUBLIC_APP, ANNA).tokens(), "access_token");
            String value = switch (kind) {
                case PERSON -> "person-anna";
                case CLIENT -> "public-app";
                default -> SignedJWT.parse(token).getHeader().getKeyID();
            };
            fresh.revocations.revoke(kind, value, now, now.plusSeconds(3600), "TEST");
            EndpointResponse response = fresh.get("/userinfo", Map.of("authorization", "Bearer " + token));
            assertThat(response.status()).as(kind.name()).isEqualTo(401);
            assertThat(fresh.lastReason()).isEqualTo("TOKEN_REVOKED");
        }
    }

    @Test
    @Requirement("RFC7662-2.1")
    void introspectionWithoutCredential_isRefused() {
        assertThat(server.post("/oauth2/introspect", Map.of("token", "x"), Map.of())
                        .status())
                .isEqualTo(401);
    }

    // userinfo

    @Test
    @Requirement({"OIDC-Core-5.3.2", "RFC6750-2.1"})
    void userinfo_saysWho_byGetAndPost() {
        String token = member(launch.tokens(), "access_token");
        EndpointResponse response = userinfo(token);
        assertThat(json(response)).isEqualTo(Map.of("sub", "person-anna", "fhirUser", FHIR + "/Patient/p1"));
        assertThat(server.lastEntry().action()).isEqualTo(Action.USERINFO);
        assertThat(server.post("/userinfo", Map.of(), Map.of("authorization", "bearer " + token))
                        .status())
                .isEqualTo(200);
    }

    @Test
    @Requirement({"RFC6750-3", "RFC6750-3.1"})
    void userinfoRefusals_carryTheChallenge() {
        EndpointResponse none = server.get("/userinfo", Map.of());
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.headers()).containsEntry("WWW-Authenticate", "Bearer realm=\"caregate\"");
        assertThat(none.body()).isEmpty();
        EndpointResponse basic = server.get("/userinfo", Map.of("authorization", Launch.basic("public-app", "x")));
        assertThat(basic.status()).isEqualTo(401);
        assertThat(basic.headers()).containsEntry("WWW-Authenticate", "Bearer realm=\"caregate\"");
        assertThat(basic.body()).isEmpty();
        assertThat(server.get("/userinfo", Map.of("authorization", "Bearer")).status())
                .isEqualTo(400);
        EndpointResponse bad = userinfo("abc");
        assertThat(bad.status()).isEqualTo(401);
        assertThat(bad.headers().getOrDefault("WWW-Authenticate", "")).contains("error=\"invalid_token\"");
        EndpointResponse odd = server.get("/userinfo", Map.of("authorization", "Bearer a b"));
        assertThat(odd.status()).isEqualTo(400);
        EndpointResponse without =
                userinfo(member(launch.with("scope", "patient/Observation.rs").tokens(), "access_token"));
        assertThat(without.status()).isEqualTo(403);
        assertThat(without.headers().getOrDefault("WWW-Authenticate", ""))
                .contains("error=\"insufficient_scope\"", "scope=\"openid\"");
        assertThat(server.lastReason()).isEqualTo("OPENID_NOT_GRANTED");
    }

    @Test
    void userinfoThatCannotBeAudited_releasesNothing() {
        String token = member(launch.tokens(), "access_token");
        server.audit.failFromNowOn();
        EndpointResponse response = userinfo(token);
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.text()).doesNotContain("person-anna");
    }

    // the table itself

    @Test
    void pathsAndMethodsOutsideTheTable_areAnsweredTruthfully() {
        assertThat(server.get("/oauth2/nothing", Map.of()).status()).isEqualTo(404);
        EndpointResponse response = server.get("/oauth2/token", Map.of());
        assertThat(response.status()).isEqualTo(405);
        assertThat(response.headers()).containsEntry("Allow", "POST, OPTIONS");
        assertThat(server.get("/oauth2/token/", Map.of()).status()).isEqualTo(404);
    }

    @Test
    @Requirement("RFC9110-9.3.7")
    void options_namesTheMethodsOfEveryRoute_andChangesNothing() {
        for (EndpointRoute route : server.server.routes()) {
            EndpointResponse response = server.server.handle(
                    server.request("OPTIONS", route.path(), null, Map.of(), "", server.browser("b", null)));
            assertThat(response.status()).as(route.path()).isEqualTo(204);
            assertThat(response.headers())
                    .as(route.path())
                    .containsEntry("Allow", String.join(", ", route.methods()) + ", OPTIONS");
        }
        assertThat(server.audit.entries()).isEmpty();
    }

    @Test
    @Requirement("RFC9110-9.3.2")
    void head_isAnsweredLikeGet_whereGetReads() {
        String token = member(launch.tokens(), "access_token");
        EndpointResponse userinfo = server.server.handle(
                server.request("HEAD", "/userinfo", null, Map.of("authorization", "Bearer " + token), "", null));
        assertThat(userinfo.status()).isEqualTo(200);
        assertThat(userinfo.headers()).isEqualTo(userinfo(token).headers());
        assertThat(server.server
                        .handle(server.request("HEAD", "/userinfo", null, Map.of(), "", null))
                        .status())
                .isEqualTo(401);
        Launch another = new Launch(server, PUBLIC_APP, ANNA);
        EndpointResponse asked = server.server.handle(server.request(
                "HEAD", "/oauth2/authorize", TestServer.encode(another.parameters()), Map.of(), "", another.browser()));
        assertThat(asked.status()).isEqualTo(303);
    }

    @Test
    void head_neverFinishesAWaitingRequest() {
        EndpointResponse response = server.server.handle(
                server.request("HEAD", "/oauth2/authorize/continue", "pending=x", Map.of(), "", launch.browser()));
        assertThat(response.status()).isEqualTo(405);
        assertThat(response.headers()).containsEntry("Allow", "GET, OPTIONS");
    }

    @Test
    @Requirement({"OIDC-Core-3.1.2.1", "RFC9068-2.2.3.1"})
    void metadata_offersOnlyPromptsThatCanSucceed_andTheAssuranceOfEverySignIn() throws Exception {
        Map<String, Object> metadata = json(server.get("/.well-known/openid-configuration", Map.of()));
        assertThat(metadata).containsEntry("prompt_values_supported", List.of("login", "consent"));
        String acr = SignedJWT.parse(member(launch.tokens(), "id_token"))
                .getJWTClaimsSet()
                .getStringClaim("acr");
        assertThat(metadata).containsEntry("acr_values_supported", List.of(acr));
    }

    @Test
    @Requirement({"RFC8414-3", "RFC8414-3.2", "OIDC-Discovery-4", "RFC9207-3", "RFC7636-5"})
    void metadata_namesOnlyRoutesThatExist() {
        EndpointResponse response = server.get("/.well-known/openid-configuration", Map.of());
        assertThat(response.headers().getOrDefault("Content-Type", "")).startsWith("application/json");
        Map<String, Object> metadata = json(response);
        assertThat(metadata).isEqualTo(json(server.get("/.well-known/oauth-authorization-server", Map.of())));
        assertThat(metadata)
                .containsEntry("issuer", ISSUER)
                .containsEntry("authorization_response_iss_parameter_supported", true)
                .containsEntry("code_challenge_methods_supported", List.of("S256"))
                .containsEntry("id_token_signing_alg_values_supported", List.of("RS256"));
        metadata.forEach((name, value) -> {
            if (name.endsWith("_endpoint") || name.equals("jwks_uri")) {
                String path = String.valueOf(value).substring(ISSUER.length());
                assertThat(server.server.route(path)).as(name).isPresent();
            }
        });
    }

    @Test
    @Requirement({"RFC7517-5", "OIDC-Core-10.1"})
    void keys_arePublic_andOneOfThemIsRsa() {
        String text = server.get("/oauth2/jwks", Map.of()).text();
        assertThat(text).contains("\"RSA\"", "\"EC\"").doesNotContain("\"d\"");
    }

    // CORS

    private static final String APP_ORIGIN = "https://app.example.org";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/oauth2/token",
                "/oauth2/revoke",
                "/userinfo",
                "/oauth2/jwks",
                "/.well-known/openid-configuration"
            })
    @Requirement({"SMART2.2-cors", "SMART2.2-client-public"})
    void registeredOrigin_mayReadAnswers_errorsToo_andOthersMayNot(String path) {
        Map<String, String> headers = new LinkedHashMap<>(Map.of("origin", APP_ORIGIN));
        assertThat(server.get(path, headers).headers())
                .containsEntry("Access-Control-Allow-Origin", APP_ORIGIN)
                .containsEntry("Vary", "Origin")
                .doesNotContainKey("Access-Control-Allow-Credentials");
        EndpointResponse preflight = server.server.handle(server.request(
                "OPTIONS",
                path,
                null,
                Map.of("origin", APP_ORIGIN, "access-control-request-method", "POST"),
                "",
                null));
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.headers()).containsKey("Access-Control-Allow-Methods");
        headers.put("origin", "https://evil.example.org");
        assertThat(server.get(path, headers).headers())
                .doesNotContainKey("Access-Control-Allow-Origin")
                .containsEntry("Vary", "Origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/oauth2/authorize", "/oauth2/authorize/continue", "/oauth2/introspect"})
    void endpointsThatAreNotForBrowserPrograms_areNeverReadableAcrossOrigins(String path) {
        EndpointResponse response = server.server.handle(
                server.request("GET", path, null, Map.of("origin", APP_ORIGIN), "", server.browser("b", null)));
        assertThat(response.headers()).doesNotContainKey("Access-Control-Allow-Origin");
        EndpointResponse preflight = server.server.handle(server.request(
                "OPTIONS",
                path,
                null,
                Map.of("origin", APP_ORIGIN, "access-control-request-method", "GET"),
                "",
                server.browser("b", null)));
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.headers().keySet()).noneMatch(name -> name.startsWith("Access-Control-"));
    }

    // what strangers send

    @Test
    @Requirement("RFC6749-4.1.2.1")
    void unknownClientAndUnregisteredRedirect_areShown_neverRedirected() {
        for (Launch odd : new Launch[] {
            new Launch(server, PUBLIC_APP, ANNA).with("client_id", "nobody"),
            new Launch(server, PUBLIC_APP, ANNA).with("redirect_uri", "https://evil.example.org/")
        }) {
            EndpointResponse response = odd.start();
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.headers()).doesNotContainKey("Location");
            assertThat(response.page()).isInstanceOf(EndpointResponse.Page.ShownError.class);
        }
    }

    @Test
    @Requirement({"RFC6749-4.1.2.1", "RFC9207-2", "SMART2.2-launch-aud"})
    void wrongAudience_isRedirectedAsAnError_withStateAndIssuer_andWithoutCode() {
        EndpointResponse response =
                launch.with("aud", "https://evil.example.org/fhir").start();
        Map<String, String> answer = TestServer.query(response.headers().getOrDefault("Location", ""));
        assertThat(answer)
                .containsEntry("error", "invalid_target")
                .containsEntry("state", "s t&te")
                .containsEntry("iss", ISSUER)
                .doesNotContainKey("code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/oauth2/token", "/oauth2/revoke", "/oauth2/introspect"})
    @Requirement("RFC6749-3.2")
    void repeatedParameters_queriesAndOtherBodies_areRefused(String path) {
        assertThat(server.postRaw(path, "client_id=public-app&client_id=public-app", Map.of(), null)
                        .status())
                .isEqualTo(400);
        assertThat(server.lastReason()).isEqualTo("PARAMETER_REPEATED");
        assertThat(server.postRaw(path, "resource=a&resource=b", Map.of(), null).text())
                .contains("invalid_target");
        assertThat(server.postRaw(path, "{}", Map.of("content-type", "application/json"), null)
                        .status())
                .isEqualTo(400);
        assertThat(server.lastReason()).isEqualTo("NOT_A_FORM");
        assertThat(server.postRaw(path, "x".repeat(64 * 1024 + 1), Map.of(), null)
                        .status())
                .isEqualTo(413);
    }
}
