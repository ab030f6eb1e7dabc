package org.caregate.conformance.rfc6749;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import org.caregate.check.client.Http;
import org.caregate.check.client.Reply;
import org.caregate.check.client.SmartApp;
import org.caregate.check.client.SmartApp.Launch;
import org.caregate.check.client.SmartApp.Returned;
import org.caregate.conformance.RunningDemo;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** RFC 6749 §4.1.3, §5.1, §5.2, §6. */
class TokenRequestTests {
    private static final String SCOPE = "openid launch/patient offline_access patient/Patient.rs";

    private final RunningDemo run = RunningDemo.get();
    private final SmartApp app = run.app();

    private Returned code(Launch launch) {
        return app.complete(run.browserOf("patient"), launch, run.demo().person("patient"), run.ownPatient());
    }

    private static void refused(Reply reply, int status, String error) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("error").asString("")).isEqualTo(error);
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.header("Content-Type")).startsWith("application/json");
        assertThat(reply.text()).doesNotContain("Exception").doesNotContain("org.caregate");
    }

    @Test
    @Requirement({"RFC6749-5.1", "SMART2.2-token-response"})
    void tokenResponse_hasItsMembers_andIsNotCached() {
        Launch launch = app.launch(SCOPE);
        Reply reply = app.redeem(launch, code(launch));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Cache-Control")).contains("no-store");
        assertThat(reply.header("Pragma")).contains("no-cache");
        JsonNode token = reply.json();
        assertThat(token.path("access_token").isString()).isTrue();
        assertThat(token.path("token_type").asString("")).isEqualToIgnoringCase("Bearer");
        assertThat(token.path("expires_in").isNumber()).isTrue();
        assertThat(token.path("expires_in").asInt()).isLessThanOrEqualTo(3600);
        assertThat(token.path("scope").asString("")).isEqualTo(SCOPE);
    }

    @Test
    @Requirement({"RFC6749-4.1.2", "RFC9700-4.5"})
    void codeRedeemedTwice_isRefused_andItsTokensAreRevoked() throws InterruptedException {
        Launch launch = app.launch(SCOPE);
        Returned returned = code(launch);
        JsonNode first = app.redeem(launch, returned).json();
        refused(app.redeem(launch, returned), 400, "invalid_grant");
        refused(app.refresh(first.path("refresh_token").asString("")), 400, "invalid_grant");
        Thread.sleep(1000);
        assertThat(run.read(
                                "Patient/" + run.ownPatient(),
                                first.path("access_token").asString(""))
                        .status())
                .isEqualTo(401);
    }

    @Test
    @Requirement("RFC6749-10.5")
    void oneCodeRedeemedAHundredTimesAtOnce_givesExactlyOneToken_whichTheReplaysRevoke() throws Exception {
        Launch launch = app.launch(SCOPE);
        Returned returned = code(launch);
        List<Callable<Reply>> attempts = IntStream.range(0, 100)
                .<Callable<Reply>>mapToObj(i -> () -> app.redeem(launch, returned))
                .toList();
        List<Reply> replies = new java.util.ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(100)) {
            for (Future<Reply> reply : threads.invokeAll(attempts)) {
                replies.add(reply.get());
            }
        }
        List<Reply> granted =
                replies.stream().filter(reply -> reply.status() == 200).toList();
        assertThat(granted).hasSize(1);
        assertThat(replies)
                .filteredOn(reply -> reply.status() != 200 && reply.status() != 503) // 503: no connection in time
                .hasSizeGreaterThan(50)
                .allSatisfy(reply -> refused(reply, 400, "invalid_grant"));
        Thread.sleep(1000);
        assertThat(run.read(
                                "Patient/" + run.ownPatient(),
                                granted.getFirst().json().path("access_token").asString(""))
                        .status())
                .isEqualTo(401);
    }

    @Test
    @Requirement("RFC6749-4.1.3")
    void codeOfAnotherRedirectUri_isRefused() {
        Launch launch = app.launch(SCOPE);
        Returned returned = code(launch);
        refused(
                app.token(Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        returned.get("code"),
                        "redirect_uri",
                        "https://evil.example/",
                        "code_verifier",
                        launch.pkce().verifier())),
                400,
                "invalid_grant");
    }

    @Test
    @Requirement("RFC6749-4.1.3")
    void codeOfAnotherClient_isRefused() {
        Launch launch = app.launch(SCOPE);
        Returned returned = code(launch);
        refused(
                run.app("confidential")
                        .token(Map.of(
                                "grant_type", "authorization_code",
                                "code", returned.get("code"),
                                "redirect_uri", run.demo().client("app").redirectUri(),
                                "code_verifier", launch.pkce().verifier())),
                400,
                "invalid_grant");
    }

    @Test
    @Requirement({"RFC6749-5.2", "SMART2.2-invalid-code"})
    void unknownCode_isInvalidGrant() {
        refused(
                app.token(Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        "not-a-code",
                        "redirect_uri",
                        run.demo().client("app").redirectUri(),
                        "code_verifier",
                        "v".repeat(43))),
                400,
                "invalid_grant");
    }

    @Test
    @Requirement({"RFC6749-5.2", "SMART2.2-invalid-client"})
    void unknownClient_isInvalidClient() {
        Reply reply = run.http()
                .post(
                        run.endpoint("token_endpoint"),
                        Map.of("grant_type", "refresh_token", "refresh_token", "x", "client_id", "nobody"));
        assertThat(reply.status()).isIn(400, 401);
        assertThat(reply.json().path("error").asString("")).isEqualTo("invalid_client");
    }

    @Test
    @Requirement({"RFC6749-5.2", "RFC6749-2.3.1"})
    void wrongSecret_isInvalidClient_with401AndChallenge() {
        Reply reply = run.http()
                .post(
                        run.endpoint("token_endpoint"),
                        Map.of("grant_type", "refresh_token", "refresh_token", "x"),
                        "Authorization",
                        SmartApp.basic(new org.caregate.check.client.DemoFile.RegisteredClient(
                                run.demo().client("confidential").clientId(), "wrong", "", "", "")));
        refused(reply, 401, "invalid_client");
        assertThat(reply.header("WWW-Authenticate")).startsWith("Basic");
    }

    @Test
    @Requirement("RFC6749-5.2")
    void unsupportedOrMissingGrantType_isRefused() {
        refused(
                app.token(Map.of("grant_type", "password", "username", "a", "password", "b")),
                400,
                "unsupported_grant_type");
        refused(app.token(Map.of()), 400, "invalid_request");
    }

    @Test
    @Requirement("RFC6749-5.2")
    void grantTypeOutsideTheClientsProfile_isUnauthorizedClient() {
        refused(app.token(Map.of("grant_type", "client_credentials")), 400, "unauthorized_client");
    }

    @Test
    @Requirement("RFC6749-3.2")
    void repeatedParameter_isRefused() {
        Reply reply = run.http()
                .send(Http.to(run.endpoint("token_endpoint"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("grant_type=refresh_token&grant_type=refresh_token&client_id="
                                + run.demo().client("app").clientId()))
                        .build());
        refused(reply, 400, "invalid_request");
    }

    @Test
    @Requirement("RFC6749-3.2")
    void getAtTheTokenEndpoint_is405() {
        assertThat(run.http().get(run.endpoint("token_endpoint")).status()).isEqualTo(405);
    }

    @Test
    @Requirement("RFC6749-2.3.1")
    void parametersInTheQuery_areNotRead() {
        Map<String, String> form = new HashMap<>(Map.of(
                "grant_type",
                "refresh_token",
                "refresh_token",
                "x",
                "client_id",
                run.demo().client("app").clientId()));
        Reply reply = run.http().post(URI.create(run.endpoint("token_endpoint") + "?" + Http.form(form)), Map.of());
        assertThat(reply.status()).isIn(400, 401);
    }

    @Test
    @Requirement("RFC6749-3.2")
    void anotherContentType_isRefused() {
        Reply reply = run.http()
                .send(Http.to(run.endpoint("token_endpoint"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"grant_type\":\"client_credentials\"}"))
                        .build());
        assertThat(reply.status()).isIn(400, 415);
    }

    @Test
    @Requirement("RFC9112-9.6")
    void oversizedBody_isRefused_andAClientInTheMiddleOfIt_isToldWhy() throws Exception {
        URI token = run.endpoint("token_endpoint");
        byte[] half = "x".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        try (SSLSocket socket = (SSLSocket)
                Http.trusting(run.demo().ca()).getSocketFactory().createSocket(token.getHost(), token.getPort())) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + token.getPath() + " HTTP/1.1\r\nHost: " + token.getAuthority()
                            + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 200000\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(half);
            String start = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            out.write(half); // a connection that was closed would be reset by this

            assertThat(start).isEqualTo("HTTP/1.1 413");
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("invalid_request");
        }
    }

    @Test
    void oversizedBody_isRefused() {
        Reply reply = app.token(Map.of("grant_type", "authorization_code", "code", "x".repeat(300_000)));
        assertThat(reply.status()).isIn(400, 413);
    }

    @Test
    @Requirement({"RFC6749-6", "SMART2.2-refresh"})
    void refresh_withTheSameOrFewerScopes_works_andWithMore_isInvalidScope() {
        JsonNode token = run.launch("launch/patient offline_access patient/Patient.rs patient/Condition.rs");
        Reply narrowed = app.token(Map.of(
                "grant_type", "refresh_token",
                "refresh_token", token.path("refresh_token").asString(""),
                "scope", "patient/Patient.rs"));
        assertThat(narrowed.status()).isEqualTo(200);
        assertThat(narrowed.json().path("scope").asString("")).isEqualTo("patient/Patient.rs");
        refused(
                app.token(Map.of(
                        "grant_type", "refresh_token",
                        "refresh_token", narrowed.json().path("refresh_token").asString(""),
                        "scope", "patient/Patient.rs patient/Observation.rs")),
                400,
                "invalid_scope");
    }

    @Test
    @Requirement({"RFC6749-6", "SMART2.2-invalid-refresh"})
    void unknownOrAnothersRefreshToken_isInvalidGrant() {
        refused(app.refresh("cgr_nothing.atall"), 400, "invalid_grant");
        JsonNode token = run.launch("launch/patient offline_access patient/Patient.rs");
        refused(run.app("confidential").refresh(token.path("refresh_token").asString("")), 400, "invalid_grant");
    }

    @Test
    @Requirement("RFC9700-4.14")
    void refreshTokenUsedAfterItsSuccessor_revokesTheFamily() {
        JsonNode token = run.launch("launch/patient offline_access patient/Patient.rs");
        String first = token.path("refresh_token").asString("");
        String second = app.refresh(first).json().path("refresh_token").asString("");
        String third = app.refresh(second).json().path("refresh_token").asString("");
        refused(app.refresh(first), 400, "invalid_grant");
        refused(app.refresh(third), 400, "invalid_grant");
    }
}
