package org.caregate.authorization.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.caregate.authorization.TestServer.ANNA;
import static org.caregate.authorization.TestServer.DOCTOR;
import static org.caregate.authorization.TestServer.FHIR;
import static org.caregate.authorization.TestServer.ISSUER;
import static org.caregate.authorization.TestServer.PUBLIC_APP;
import static org.caregate.authorization.TestServer.SECRET_APP;
import static org.caregate.authorization.TestServer.json;
import static org.caregate.authorization.TestServer.member;
import static org.caregate.authorization.TestServer.query;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caregate.audit.entry.Action;
import org.caregate.authorization.Launch;
import org.caregate.authorization.TestServer;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.PersonId;
import org.caregate.registry.Race;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.person.Person;
import org.caregate.registry.revocation.Revocation;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationCodeFlowTests {
    private final TestServer server = new TestServer();
    private final Launch launch = new Launch(server, PUBLIC_APP, ANNA);

    @ParameterizedTest
    @ValueSource(strings = {"public-app", "secret-app", "key-app"})
    @Requirement({"RFC6749-4.1.4", "RFC6749-5.1", "SMART2.2-launch-standalone"})
    void patientsLaunch_yieldsTokensForTheOwnRecord(String client) {
        EndpointResponse response = new Launch(server, new ClientId(client), ANNA).tokens();
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers())
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("Pragma", "no-cache");
        assertThat(json(response))
                .containsEntry("token_type", "Bearer")
                .containsEntry("expires_in", 300L)
                .containsEntry("scope", "openid fhirUser launch/patient offline_access patient/Observation.rs")
                .containsEntry("patient", "p1")
                .containsKeys("access_token", "id_token", "refresh_token")
                .doesNotContainKey("scope_not_granted");
        assertThat(server.lastEntry().action()).isEqualTo(Action.TOKEN_ISSUED);
        assertThat(server.lastEntry().sensitive().patients()).containsExactly("p1");
    }

    @Test
    @Requirement({"RFC9068-2.1", "RFC9068-2.2"})
    void accessToken_isRfc9068_withoutPatient() throws Exception {
        SignedJWT token = SignedJWT.parse(member(launch.tokens(), "access_token"));
        assertThat(token.getHeader().getType().getType()).isEqualTo("at+jwt");
        assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("ES256");
        assertThat(token.verify(new ECDSAVerifier(server.signingKeys
                        .published()
                        .getKeyByKeyId(token.getHeader().getKeyID())
                        .toECKey())))
                .isTrue();
        JWTClaimsSet claims = token.getJWTClaimsSet();
        Grant grant =
                server.grants.find(new GrantId(claims.getStringClaim("grant"))).orElseThrow();
        assertThat(claims.getClaims().keySet())
                .containsExactlyInAnyOrder(
                        "iss", "sub", "aud", "client_id", "scope", "jti", "iat", "exp", "grant", "rv", "profile");
        assertThat(claims.getIssuer()).isEqualTo(ISSUER);
        assertThat(claims.getSubject()).isEqualTo("person-anna");
        assertThat(claims.getAudience()).containsExactly(TestServer.FHIR.toString());
        assertThat(claims.getStringClaim("profile")).isEqualTo("SmartApp2026");
        assertThat(grant.launch().patient()).isEqualTo("p1");
        assertThat(server.lastEntry().tokenId()).isEqualTo(claims.getJWTID());
    }

    @Test
    @Requirement({"OIDC-Core-2", "OIDC-Core-3.1.3.6", "SMART2.2-fhirUser"})
    void idToken_isRs256_andSaysWhoAndWhenAndFhirUser() throws Exception {
        EndpointResponse response = launch.tokens();
        SignedJWT token = SignedJWT.parse(member(response, "id_token"));
        assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
        assertThat(token.verify(new RSASSAVerifier(server.signingKeys
                        .published()
                        .getKeyByKeyId(token.getHeader().getKeyID())
                        .toRSAKey())))
                .isTrue();
        JWTClaimsSet claims = token.getJWTClaimsSet();
        byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest(member(response, "access_token").getBytes(StandardCharsets.US_ASCII));
        assertThat(claims.getClaims())
                .containsEntry("iss", ISSUER)
                .containsEntry("sub", "person-anna")
                .containsEntry("aud", List.of("public-app"))
                .containsEntry("nonce", "n-1")
                .containsEntry("fhirUser", "https://api.example.org/fhir/Patient/p1")
                .containsEntry("acr", "http://idmanagement.gov/ns/assurance/aal/2")
                .containsEntry("auth_time", server.clock.instant().getEpochSecond())
                .containsEntry(
                        "at_hash", Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 16)));
    }

    @Test
    @Requirement({"RFC6749-4.1.2", "RFC9207-2"})
    void successAtTheRedirectUri_carriesCodeStateAndIssuer() {
        EndpointResponse response = launch.finish();
        assertThat(response.status()).isEqualTo(303);
        String location = response.headers().getOrDefault("Location", "");
        assertThat(location).startsWith(TestServer.CALLBACK + "?code=");
        assertThat(query(location))
                .containsEntry("state", "s t&te")
                .containsEntry("iss", ISSUER)
                .containsKey("code");
    }

    @Test
    @Requirement("RFC6749-3.1.2")
    void redirectUriWithQuery_keepsItsQuery() {
        EndpointResponse response = launch.with("redirect_uri", TestServer.CALLBACK + "?tenant=a%26b")
                .finish();
        assertThat(response.headers().getOrDefault("Location", ""))
                .startsWith(TestServer.CALLBACK + "?tenant=a%26b&code=");
    }

    @Test
    @Requirement({"OIDC-Core-3.1.2.1", "SMART2.2-authorize-post"})
    void requestByPost_isTheSameRequest() {
        EndpointResponse first =
                server.postRaw("/oauth2/authorize", TestServer.encode(launch.parameters()), Map.of(), launch.browser());
        EndpointResponse response = launch.finish(first);
        assertThat(query(response.headers().getOrDefault("Location", ""))).containsKey("code");
    }

    @Test
    @Requirement("RFC6749-3.1")
    void parametersThatNobodyReads_areIgnored_andNotStored() {
        launch.with("login_hint", "anna@example.org").with("x", "y".repeat(10_000));
        EndpointResponse first = launch.start();
        assertThat(server.pendings
                        .find(Launch.pendingId(first), launch.browser().id())
                        .orElseThrow()
                        .parameters())
                .containsOnlyKeys(
                        "response_type",
                        "client_id",
                        "redirect_uri",
                        "scope",
                        "state",
                        "nonce",
                        "aud",
                        "code_challenge",
                        "code_challenge_method");
        assertThat(query(launch.finish(first).headers().getOrDefault("Location", "")))
                .containsKey("code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u6f22", "\u00fc\u00fc", "\"&"})
    @Requirement("RFC6749-4.1.1")
    void stateThatWouldNotFitTheAnswer_isRefused_beforeAnythingIsIssued(String repeated) {
        launch.with("state", repeated.repeat(2_048));
        EndpointResponse answer = launch.start();
        assertThat(answer.headers().getOrDefault("Location", "")).hasSizeLessThan(2_000);
        assertThat(query(answer.headers().getOrDefault("Location", "")))
                .containsEntry("error", "invalid_request")
                .doesNotContainKey("code")
                .doesNotContainKey("state");
        assertThat(server.lastReason()).isEqualTo("CARRIED_VALUE_TOO_LONG");
    }

    @Test
    @Requirement("RFC6749-4.1.2")
    void longestState_comesBackWhole() {
        String state = "\u6f22".repeat(455);
        launch.with("state", state);
        EndpointResponse answer = launch.finish(launch.start());
        assertThat(answer.headers().getOrDefault("Location", "")).hasSizeLessThan(8_000);
        assertThat(query(answer.headers().getOrDefault("Location", "")))
                .containsKey("code")
                .containsEntry("state", state);
    }

    @Test
    void personNotSignedIn_isAskedToSignIn_thenTheRequestGoesOn() {
        EndpointResponse asked = server.get(
                "/oauth2/authorize",
                TestServer.encode(launch.parameters()),
                server.browser(launch.browser().id(), null));
        assertThat(asked.headers().getOrDefault("Location", "")).startsWith("/sign-in?pending=");
        assertThat(server.lastReason()).isEqualTo("ASKED_TO_SIGN_IN");
        EndpointResponse next = launch.resume(Launch.pendingId(asked), launch.browser());
        assertThat(query(launch.finish(next).headers().getOrDefault("Location", "")))
                .containsKey("code");
    }

    @Test
    void resumeInAnotherBrowser_isShownAsGone() {
        String id = Launch.pendingId(launch.start());
        EndpointResponse response = launch.resume(id, server.browser("another", ANNA));
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.headers()).doesNotContainKey("Location");
        assertThat(server.lastReason()).isEqualTo("PENDING_GONE");
    }

    @Test
    void finishedRequest_cannotBeFinishedAgain() {
        EndpointResponse asked = launch.start();
        String id = Launch.pendingId(asked);
        assertThat(query(launch.finish(asked).headers().getOrDefault("Location", "")))
                .containsKey("code");
        assertThat(launch.resume(id, launch.browser()).status()).isEqualTo(400);
    }

    @Test
    void answersOfSomeoneElse_areDropped() {
        String id = Launch.pendingId(launch.start());
        launch.answer(id); // Anna consents
        EndpointResponse response =
                launch.resume(id, server.browser(launch.browser().id(), DOCTOR));
        assertThat(Launch.isInteraction(response)).isTrue();
        assertThat(server.lastReason()).isEqualTo("ASKED_FOR_PATIENT");
        assertThat(server.lastEntry().person()).isEqualTo("person-doctor");
    }

    @Test
    @Requirement({"OIDC-Core-3.1.2.1", "OIDC-Core-3.1.2.2"})
    void hintOfSomebodyElse_yieldsNoCode_andTheAppIsTold() {
        String annas = member(launch.tokens(), "id_token");
        Map<String, String> answer = hinted(annas, DOCTOR);
        assertThat(answer)
                .containsEntry("error", "login_required")
                .containsEntry("state", "s t&te")
                .containsEntry("iss", ISSUER)
                .doesNotContainKey("code");
        assertThat(server.lastReason()).isEqualTo("PERSON_NOT_HINTED");
    }

    @Test
    @Requirement("OIDC-Core-3.1.2.1")
    void hintOfThePersonSignedIn_isFollowed_alsoAfterTheIdTokenExpired() {
        String annas = member(launch.tokens(), "id_token");
        server.clock.advance(Duration.ofDays(1));
        assertThat(hinted(annas, ANNA)).containsKey("code");
    }

    @Test
    @Requirement("OIDC-Core-3.1.2.1")
    void hintThatIsNoIdTokenForThisApp_isRefused() {
        EndpointResponse tokens = launch.tokens();
        String own = member(tokens, "id_token");
        String another = member(new Launch(server, SECRET_APP, ANNA).tokens(), "id_token");
        String unsigned = new PlainJWT(new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .subject(ANNA.value())
                        .audience(PUBLIC_APP.value())
                        .build())
                .serialize();
        String bent = own.substring(0, own.lastIndexOf('.')) + another.substring(another.lastIndexOf('.'));
        for (String hint : List.of(member(tokens, "access_token"), another, unsigned, bent, "x")) {
            assertThat(hinted(hint, ANNA))
                    .as(hint)
                    .containsEntry("error", "invalid_request")
                    .doesNotContainKey("code");
            assertThat(server.lastReason()).isEqualTo("ID_TOKEN_HINT_UNREADABLE");
        }
    }

    private Map<String, String> hinted(String hint, PersonId signedIn) {
        Launch hinting = new Launch(server, PUBLIC_APP, signedIn).with("id_token_hint", hint);
        return query(hinting.finish().headers().getOrDefault("Location", ""));
    }

    @Test
    @Requirement("SMART2.2-context-standalone-patient")
    void clinician_picksThePatient() {
        EndpointResponse response =
                new Launch(server, PUBLIC_APP, DOCTOR).choosing("p2").tokens();
        assertThat(json(response)).containsEntry("patient", "p2");
    }

    @Test
    void patientNotOnTheList_isAskedAgain() {
        Launch doctor = new Launch(server, PUBLIC_APP, DOCTOR).choosing("p9");
        EndpointResponse response = doctor.finish();
        assertThat(Launch.isInteraction(response)).isTrue();
        assertThat(server.lastReason()).isEqualTo("ASKED_FOR_PATIENT");
    }

    @Test
    @Requirement({"SMART2.2-scopes-user", "RFC6749-3.3"})
    void wildcardOfUser_isNarrowedToTheRolesTypes_andTheAnswerSaysSo() {
        EndpointResponse response = new Launch(server, PUBLIC_APP, DOCTOR)
                .with("scope", "openid user/*.rs")
                .tokens();
        assertThat(member(response, "scope").split(" "))
                .containsExactlyInAnyOrder("openid", "user/Observation.rs", "user/Patient.rs", "user/Condition.rs");
        assertThat(json(response))
                .containsEntry("scope_not_granted", "user/*.rs")
                .doesNotContainKey("patient");
    }

    @Test
    @Requirement("SMART2.2-scopes-v1")
    void scopesOfVersion1_areEchoedAsAsked() {
        assertThat(member(launch.with("scope", "patient/Observation.read").tokens(), "scope"))
                .isEqualTo("patient/Observation.read");
    }

    @Test
    @Requirement("SMART2.2-scopes-granular")
    void categoryScope_isGranted_andOtherParametersAreCut() {
        String category = "patient/Observation.rs?category="
                + "http://terminology.hl7.org/CodeSystem/observation-category|vital-signs";
        EndpointResponse response = launch.with("scope", category + " patient/Observation.rs?code=85354-9")
                .tokens();
        assertThat(member(response, "scope")).isEqualTo(category);
        assertThat(member(response, "scope_not_granted")).isEqualTo("patient/Observation.rs?code=85354-9");
    }

    @Test
    @Requirement({"RFC6749-5.1", "ONC-g10-limited-scope-grant"})
    void untickedScope_isNotGranted_andTheAnswerSaysSo() {
        EndpointResponse response = launch.with("scope", "openid patient/Observation.rs patient/Condition.rs")
                .unticking("patient/Condition.rs")
                .tokens();
        assertThat(json(response))
                .containsEntry("scope", "openid patient/Observation.rs")
                .containsEntry("scope_not_granted", "patient/Condition.rs");
    }

    @Test
    void untickedPatientScopes_keepThePatientFromTheApp() {
        EndpointResponse response = launch.with("scope", "openid launch/patient patient/Observation.rs")
                .unticking("launch/patient")
                .unticking("patient/Observation.rs")
                .tokens();
        assertThat(json(response)).containsEntry("scope", "openid").doesNotContainKey("patient");
    }

    @Test
    void withoutOpenid_thereIsNoIdToken_andWithoutOfflineAccessNoRefreshToken() {
        assertThat(json(launch.with("scope", "patient/Observation.rs").tokens()))
                .doesNotContainKeys("id_token", "refresh_token");
    }

    @Test
    void scopesThatReachNoApi_makeATokenForUserinfoAlone() throws Exception {
        EndpointResponse response =
                launch.with("scope", "openid fhirUser").without("aud").tokens();
        assertThat(SignedJWT.parse(member(response, "access_token"))
                        .getJWTClaimsSet()
                        .getAudience())
                .containsExactly(ISSUER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"openid fhirUser", "openid fhirUser launch/patient", "fhirUser", "openid fhirUser offline_access"
            })
    @Requirement("SMART2.2-fhirUser")
    void fhirUser_makesATokenForTheNamedBase_whereTheOwnResourceIs(String scope) throws Exception {
        EndpointResponse response = launch.with("scope", scope).tokens();
        assertThat(SignedJWT.parse(member(response, "access_token"))
                        .getJWTClaimsSet()
                        .getAudience())
                .containsExactly(FHIR.toString());
        assertThat(json(response)).containsEntry("scope", scope);
    }

    @Test
    void fhirUserThatWasUnticked_makesATokenForUserinfoAlone() throws Exception {
        EndpointResponse response = launch.with("scope", "openid fhirUser launch/patient")
                .unticking("fhirUser")
                .tokens();
        assertThat(SignedJWT.parse(member(response, "access_token"))
                        .getJWTClaimsSet()
                        .getAudience())
                .containsExactly(ISSUER);
    }

    @Test
    void fhirUserForABaseNotRegistered_isRefused() {
        assertThat(TestServer.query(launch.with("scope", "openid fhirUser")
                        .with("aud", "https://elsewhere.example.org/fhir")
                        .finish()
                        .headers()
                        .getOrDefault("Location", "")))
                .containsEntry("error", "invalid_target");
    }

    // redemption refused

    @Test
    @Requirement({"RFC6749-4.1.2", "RFC9700-2.1.1"})
    void replayedCode_isRefused_andRevokesWhatItIssued() throws Exception {
        String code = launch.code();
        EndpointResponse tokens = launch.redeem(code);
        String grant = SignedJWT.parse(member(tokens, "access_token"))
                .getJWTClaimsSet()
                .getStringClaim("grant");
        server.clock.advance(Duration.ofMinutes(10));
        assertRefused(launch.redeem(code), "invalid_grant", "CODE_REPLAYED");
        assertThat(server.lastEntry().action()).isEqualTo(Action.CODE_REPLAYED);
        assertThat(server.lastEntry().grant()).isEqualTo(grant);
        assertThat(server.revocations.all())
                .extracting(Revocation::kind, Revocation::value)
                .containsExactly(tuple(Revocation.Kind.GRANT, grant));
        assertThat(launch.refresh(member(tokens, "refresh_token")).status()).isEqualTo(400);
    }

    @Test
    @Requirement("RFC9700-4.5")
    void replayedCode_byAnotherClientOrWithAWrongVerifier_revokesToo() {
        String code = launch.code();
        EndpointResponse tokens = launch.redeem(code);
        assertRefused(
                new Launch(server, TestServer.SECRET_APP, ANNA).redeem(code, Map.of("code_verifier", "x".repeat(43))),
                "invalid_grant",
                "CODE_REPLAYED");
        assertThat(launch.refresh(member(tokens, "refresh_token")).status()).isEqualTo(400);
    }

    @Test
    void codeWithAWrongSecret_neitherUsesUpNorRevokes() {
        String code = launch.code();
        String forged = code.substring(0, code.length() - 4) + "AAAA";
        assertRefused(launch.redeem(forged), "invalid_grant", "CODE_UNKNOWN");
        EndpointResponse tokens = launch.redeem(code);
        assertThat(tokens.status()).isEqualTo(200);
        assertRefused(launch.redeem(forged), "invalid_grant", "CODE_UNKNOWN");
        assertThat(server.revocations.all()).isEmpty();
    }

    @Test
    @Requirement("RFC6749-4.1.2")
    void codeOlderThanAMinute_isRefused() {
        String code = launch.code();
        server.clock.advance(Duration.ofSeconds(60));
        assertRefused(launch.redeem(code), "invalid_grant", "CODE_EXPIRED");
    }

    @Test
    @Requirement("RFC6749-4.1.3")
    void codeOfAnotherClient_isRefused_andUsedUp() {
        String code = launch.code();
        assertRefused(
                new Launch(server, TestServer.SECRET_APP, ANNA).redeem(code),
                "invalid_grant",
                "CODE_OF_ANOTHER_CLIENT");
        assertRefused(launch.redeem(code), "invalid_grant", "CODE_REPLAYED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "code          |                                             | invalid_request | CODE_MISSING",
                "code          | cgc_nonsense                                | invalid_grant   | CODE_UNKNOWN",
                "redirect_uri  |                                             | invalid_request | REDIRECT_URI_MISSING",
                "redirect_uri  | https://app.example.org/callback/           | invalid_grant   | REDIRECT_URI_DIFFERS",
                "code_verifier |                                             | invalid_request | CODE_VERIFIER_MALFORMED",
                "code_verifier | short                                       | invalid_request | CODE_VERIFIER_MALFORMED",
                "code_verifier | aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | invalid_grant   | CODE_VERIFIER_WRONG",
                "code_verifier | E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM | invalid_grant   | CODE_VERIFIER_WRONG",
                "resource      | https://other.example.org/api               | invalid_target  | RESOURCE_DIFFERS",
                "aud           | https://api.example.org/fhir/               | invalid_target  | RESOURCE_DIFFERS",
                "grant_type    |                                             | invalid_request | GRANT_TYPE_MISSING",
                "grant_type    | password                                    | unsupported_grant_type | GRANT_TYPE_UNSUPPORTED",
                "grant_type    | client_credentials                          | unauthorized_client | GRANT_TYPE_NOT_REGISTERED"
            })
    @Requirement({"RFC6749-5.2", "RFC7636-4.6", "RFC8707-2.2"})
    void redemption_isHeldToEveryParameter(String parameter, String value, String error, String reason) {
        EndpointResponse response = launch.redeem(launch.code(), Map.of(parameter, value == null ? "" : value));
        assertRefused(response, error, reason);
    }

    @Test
    void personDisabledMeanwhile_getsNoToken() {
        String code = launch.code();
        server.people.put(new Person(ANNA, "Anna", "Patient/p1", Set.of("patient"), Set.of("p1"), false));
        assertRefused(launch.redeem(code), "invalid_grant", "PERSON_DISABLED");
    }

    @Test
    @Requirement({"RFC6749-10.5", "RFC9700-2.1.1"})
    void codeRedeemedAHundredTimesAtOnce_givesExactlyOneAnswer_whoseTokensAreThenRefused() throws Exception {
        String code = launch.code();
        List<EndpointResponse> responses = Race.run(100, () -> launch.redeem(code));
        List<EndpointResponse> permitted =
                responses.stream().filter(response -> response.status() == 200).toList();
        assertThat(permitted).hasSize(1);
        assertThat(responses).filteredOn(response -> response.status() == 400).hasSize(99);
        EndpointResponse winner = permitted.getFirst();
        assertThat(launch.refresh(member(winner, "refresh_token")).status()).isEqualTo(400);
        EndpointResponse userinfo =
                server.get("/userinfo", Map.of("authorization", "Bearer " + member(winner, "access_token")));
        assertThat(userinfo.status()).isEqualTo(401);
        assertThat(server.revocations.all()).hasSize(1);
    }

    // nothing leaves unaudited

    @Test
    void auditUnavailable_releasesNoCode_andSaysSo() {
        String id = Launch.pendingId(launch.start());
        launch.answer(id);
        server.audit.failFromNowOn();
        EndpointResponse response = launch.resume(id, launch.browser());
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.headers()).doesNotContainKey("Location");
        server.audit.recover();
        assertThat(query(launch.resume(id, launch.browser()).headers().getOrDefault("Location", "")))
                .containsKey("code");
    }

    @Test
    void auditUnavailable_releasesNoToken_andTheCodeStillWorksAfterwards() {
        String code = launch.code();
        server.audit.failFromNowOn();
        EndpointResponse response = launch.redeem(code);
        assertThat(response.status()).isEqualTo(503);
        assertThat(json(response)).containsEntry("error", "temporarily_unavailable");
        server.audit.recover();
        assertThat(launch.redeem(code).status()).isEqualTo(200);
    }

    @Test
    void databaseGone_releasesNothing_andLeaksNothing() {
        String code = launch.code();
        server.audit.revocationVersion(0);
        server.transactions.failFromNowOn(new IllegalStateException("SECRET-CANARY jdbc:postgresql://db"));
        EndpointResponse response = launch.redeem(code);
        assertThat(response.status()).isEqualTo(500);
        assertThat(response.text()).doesNotContain("CANARY", "jdbc").contains("server_error");
        server.transactions.recover();
        assertThat(launch.redeem(code).status()).isEqualTo(200);
    }

    @Test
    void databaseAway_is503_andTheCodeStillWorksAfterwards() {
        String code = launch.code();
        server.transactions.failFromNowOn(new TestServer.AwayException());
        EndpointResponse response = launch.redeem(code);
        assertThat(response.status()).isEqualTo(503);
        assertThat(json(response)).containsEntry("error", "temporarily_unavailable");
        assertThat(response.headers()).containsKey("Retry-After");
        server.transactions.recover();
        assertThat(launch.redeem(code).status()).isEqualTo(200);
    }

    private void assertRefused(EndpointResponse response, String error, String reason) {
        assertThat(response.status()).isEqualTo(400);
        assertThat(json(response)).containsEntry("error", error).doesNotContainKey("access_token");
        assertThat(response.headers()).containsEntry("Cache-Control", "no-store");
        assertThat(server.lastReason()).isEqualTo(reason);
    }
}
