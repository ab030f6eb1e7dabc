package org.caregate.conformance.administration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.caregate.check.client.Http;
import org.caregate.check.client.Reply;
import org.caregate.conformance.DemoProcess.Command;
import org.caregate.conformance.RunningDemo;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API over TLS, called by a machine of profile Service2026 that this test registers. */
class AdministrationApiTests {
    private final RunningDemo run = RunningDemo.get();
    private final URI api = URI.create(run.demo().issuer() + "/admin/v1");
    private final String name = "machine-" + UUID.randomUUID();
    private String secret = "";

    @TempDir
    Path folder;

    @BeforeEach
    void register() throws Exception {
        secret = registered(
                        name,
                        "admin/clients.read admin/clients.write admin/people.read admin/people.write admin/audit.read")
                .path("client_secret")
                .asString();
    }

    private JsonNode registered(String id, String scope) throws Exception {
        Path metadata = Files.writeString(folder.resolve(id + ".json"), """
                {"client_id":"%s","client_name":"A machine","caregate_profile":"Service2026","grant_types":["client_credentials"],
                 "token_endpoint_auth_method":"client_secret_basic","scope":"%s","caregate_audiences":["%s"]}""".formatted(id, scope, api));
        Command added = run.command("client", "add", metadata.toString(), "--output", "json");
        assertThat(added.status()).as(added.output()).isZero();
        return JsonMapper.shared().readTree(added.output());
    }

    private String token(String scope) {
        String basic = Base64.getEncoder()
                .encodeToString((name + ":" + Http.encode(secret)).getBytes(StandardCharsets.US_ASCII));
        Reply reply = run.http()
                .post(
                        run.discovery().endpoint("token_endpoint"),
                        Map.of("grant_type", "client_credentials", "scope", scope, "resource", api.toString()),
                        "Authorization",
                        "Basic " + basic);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json().required("access_token").asString();
    }

    private Reply call(String method, String path, String token, String body, String... headers) {
        HttpRequest.Builder request = Http.to(URI.create(api + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return run.http().send((headers.length == 0 ? request : request.headers(headers)).build());
    }

    private static void refused(Reply reply, int status, String type) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.json().path("type").asString()).isEqualTo("urn:caregate:problem:" + type);
    }

    @Test
    @Requirement({"RFC9728-5.1", "RFC9728-3.1", "RFC6750-3"})
    void withoutToken_itIs401_andTheChallengeLeadsToTheMetadata() {
        Reply reply = call("GET", "/people", "", "");
        refused(reply, 401, "unauthenticated");
        String metadata = reply.header("WWW-Authenticate").replaceAll(".*resource_metadata=\"([^\"]*)\".*", "$1");
        JsonNode document = run.http().get(URI.create(metadata)).json();
        assertThat(document.path("resource").asString()).isEqualTo(api.toString());
        assertThat(document.path("authorization_servers").get(0).asString())
                .isEqualTo(run.demo().issuer().toString());
        assertThat(document.path("scopes_supported").toString()).contains("admin/people.read");
    }

    @Test
    @Requirement("RFC8707-2.2")
    void tokenForTheRecords_isNoTokenForTheAdministration_andTheOtherWayRound() {
        String clinical = run.backend()
                .token("system/Patient.rs")
                .json()
                .required("access_token")
                .asString();
        refused(call("GET", "/people", clinical, ""), 401, "unauthenticated");
        assertThat(run.read("Patient/" + run.ownPatient(), token("admin/people.read"))
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not-a-token", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.", "a.b.c"})
    void whatIsNoTokenOfOurs_isRefused(String token) {
        refused(call("GET", "/people", token, ""), 401, "unauthenticated");
    }

    @Test
    @Requirement("RFC6750-3.1")
    void scopeThatTheTokenLacks_isNamed() {
        Reply reply = call("POST", "/keys", token("admin/people.read"), "{\"use\":\"id_token\"}");
        refused(reply, 403, "scope-insufficient");
        assertThat(reply.header("WWW-Authenticate")).contains("insufficient_scope", "scope=\"admin/keys.write\"");
    }

    @Test
    void whatTheClientIsNotRegisteredFor_isNotGranted() {
        String basic = Base64.getEncoder()
                .encodeToString((name + ":" + Http.encode(secret)).getBytes(StandardCharsets.US_ASCII));
        Reply reply = run.http()
                .post(
                        run.discovery().endpoint("token_endpoint"),
                        Map.of("grant_type", "client_credentials", "scope", "admin/keys.write"),
                        "Authorization",
                        "Basic " + basic);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("error").asString()).isEqualTo("invalid_scope");
    }

    @Test
    void revokedToken_isRefused_andSoIsThatOfAClientThatWasSwitchedOff() throws Exception {
        String first = token("admin/clients.read");
        assertThat(call("GET", "/clients", first, "").status()).isEqualTo(200);
        assertThat(run.command("revoke", "token", first).status()).isZero();
        refused(call("GET", "/clients", first, ""), 401, "unauthenticated");

        String second = token("admin/clients.read");
        assertThat(call("GET", "/clients", second, "").status()).isEqualTo(200);
        assertThat(run.command("client", "disable", name).status()).isZero();
        refused(call("GET", "/clients", second, ""), 401, "unauthenticated");
    }

    @Test
    void badBodies_areToldWhatIsWrong_andNothingIsRegistered() {
        String token = token("admin/clients.write");
        refused(
                call("POST", "/clients", token, "{\"client_name\":\"a\",\"client_name\":\"b\"}"),
                400,
                "body-malformed");
        refused(call("POST", "/clients", token, "[]"), 400, "body-malformed");
        refused(call("POST", "/clients", token, "{\"client_nam\":\"a\"}"), 422, "body-invalid");
        refused(call("POST", "/clients", token, "x".repeat(200 * 1024)), 413, "body-too-large");
        refused(call("POST", "/clients?x=1", token, "{}"), 400, "query-malformed");
        refused(call("DELETE", "/clients", token, ""), 405, "method-not-allowed");
        refused(call("GET", "/nowhere", token, ""), 404, "not-found");
    }

    @Test
    @Requirement({"RFC9110-13.1.1", "RFC6585-3"})
    void ofManyAtOnce_oneChangesTheClient_andTheOthersAreToldToReadAgain() throws Exception {
        String token = token("admin/clients.read admin/clients.write");
        String target = registered("target-" + UUID.randomUUID(), "admin/audit.read")
                .path("client_id")
                .asString();
        String read = call("GET", "/clients/" + target, token, "").header("ETag");
        refused(
                call("PATCH", "/clients/" + target, token, "{\"enabled\":false}", "If-Match", read),
                403,
                "beyond-own-rights");
        String own = registered("own-" + UUID.randomUUID(), "admin/clients.read")
                .path("client_id")
                .asString();
        refused(call("PATCH", "/clients/" + own, token, "{\"enabled\":false}"), 428, "precondition-required");
        String tag = call("GET", "/clients/" + own, token, "").header("ETag");

        List<Callable<Integer>> changes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            changes.add(() -> call(
                            "POST", "/clients/" + own + "/secrets", token, "{\"overlap_seconds\":0}", "If-Match", tag)
                    .status());
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(10)) {
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> one : threads.invokeAll(changes)) {
                statuses.add(one.get());
            }
            assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
            assertThat(statuses).filteredOn(status -> status == 412).hasSize(9);
        }
    }

    @Test
    void twoSecrets_areGoodAtATime_andTheOlderOneCanBeEnded() throws Exception {
        String before = secret;
        Command rotated = run.command("client", "rotate-secret", name, "--output", "json");
        assertThat(rotated.status()).as(rotated.output()).isZero();
        assertThat(token("admin/clients.read")).isNotEmpty();
        secret = JsonMapper.shared()
                .readTree(rotated.output())
                .path("client_secret")
                .asString();
        assertThat(token("admin/clients.read")).isNotEmpty();
        assertThat(run.command("client", "rotate-secret", name).status()).isEqualTo(5);

        assertThat(run.command("client", "end-old-secret", name).status()).isZero();
        assertThat(token("admin/clients.read")).isNotEmpty();
        String newest = secret;
        secret = before;
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> token("admin/clients.read"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("invalid_client");
        secret = newest;
    }

    @Test
    void everyCall_isInTheLog_underItsRequestId() {
        Reply reply = call("GET", "/people", token("admin/people.read"), "");
        Reply found = call("GET", "/audit/entries?exchange=" + reply.requestId(), token("admin/audit.read"), "");
        JsonNode entry = found.json().path("items").get(0);
        assertThat(entry.path("action").asString()).isEqualTo("administration");
        assertThat(entry.path("client").asString()).isEqualTo(name);
        assertThat(entry.path("request").asString()).isEqualTo("GET /admin/v1/people");
    }
}
