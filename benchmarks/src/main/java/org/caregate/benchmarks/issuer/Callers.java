package org.caregate.benchmarks.issuer;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.caregate.benchmarks.load.BackendClient;
import org.caregate.benchmarks.load.CaregateProgram;
import org.caregate.benchmarks.load.Many;
import org.caregate.check.client.Browser;
import org.caregate.check.client.DemoFile;
import org.caregate.check.client.DemoFile.Someone;
import org.caregate.check.client.Discovery;
import org.caregate.check.client.Http;
import org.caregate.check.client.Reply;
import org.caregate.check.client.SmartApp;
import org.caregate.check.client.SmartApp.Launch;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who asks: clients of every kind, and a patient who granted an app many times. */
final class Callers implements AutoCloseable {
    private static final String SECRET_FORM = "grant_type=client_credentials&scope=system%2FPatient.rs";
    private static final int GRANTS = 100; // more than connections, as each refresh token is with one request at a time

    private final Http http;
    private final DemoFile demo;
    private final BackendClient backend;
    private final SmartApp app;
    private final Browser browser;
    private final String secretClient;
    private final URI tokenEndpoint;

    Callers(CaregateProgram caregate, Path folder) {
        this.demo = DemoFile.read(caregate.data().resolve("demo.json"));
        this.http = new Http(demo.ca());
        this.backend = new BackendClient(caregate);
        this.tokenEndpoint = URI.create(caregate.issuer() + "/oauth2/token");
        this.app = new SmartApp(http, demo, Discovery.of(http, demo.fhirBase()), demo.client("app"));
        this.browser = app.browser();
        Path registration = Many.write(folder.resolve("client.json"), List.of("""
                {"client_name": "Measured service", "caregate_profile": "Service2026", "grant_types": ["client_credentials"],
                 "token_endpoint_auth_method": "client_secret_basic", "scope": "system/Patient.rs"}"""));
        JsonNode added = JsonMapper.shared()
                .readTree(caregate.run("client", "add", registration.toString(), "--output", "json"));
        this.secretClient = basic(
                added.required("client_id").asString(),
                added.required("client_secret").asString());
    }

    private static String basic(String id, String secret) {
        String pair = Http.encode(id) + ":" + Http.encode(secret);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
    }

    String secretClient() {
        return secretClient;
    }

    String resourceServer() {
        return SmartApp.basic(demo.client("resourceServer"));
    }

    void secretForms(Path file) {
        Many.write(file, List.of(SECRET_FORM));
    }

    void assertionForms(Path file, int count) {
        backend.forms(file, count);
    }

    void freshTokenForms(Path file, int count) {
        Many.write(file, Many.times(count, number -> {
            Reply reply = http.post(
                    tokenEndpoint,
                    Map.of("grant_type", "client_credentials", "scope", "system/Patient.rs"),
                    "Authorization",
                    secretClient);
            return "token=" + member(reply, "access_token");
        }));
    }

    void grantedTokenForms(Path file) {
        Many.write(
                file,
                granted("launch/patient patient/Patient.rs").stream()
                        .map(reply -> "token=" + member(reply, "access_token"))
                        .toList());
    }

    void refreshTokens(Path file) {
        String client = demo.client("app").clientId();
        Many.write(
                file,
                granted("launch/patient offline_access patient/Patient.rs").stream()
                        .map(reply -> client + " " + member(reply, "refresh_token"))
                        .toList());
    }

    private List<Reply> granted(String scope) {
        Someone patient = demo.person("patient");
        List<Reply> replies = new ArrayList<>();
        for (int i = 0; i < GRANTS; i++) {
            Launch launch = app.launch(scope);
            replies.add(app.redeem(
                    launch,
                    app.complete(browser, launch, patient, patient.patients().getFirst())));
        }
        return replies;
    }

    private static String member(Reply reply, String name) {
        if (reply.status() != 200) {
            throw new IllegalStateException(reply.status() + " " + reply.text());
        }
        return reply.json().required(name).asString();
    }

    @Override
    public void close() {
        backend.close();
    }
}
