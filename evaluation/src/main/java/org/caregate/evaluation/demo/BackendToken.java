package org.caregate.evaluation.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.caregate.commandline.oauth.AssertionSigner;
import org.caregate.commandline.oauth.Form;
import org.caregate.edge.outbound.BoundedCall;
import org.caregate.edge.tls.TrustedAuthorities;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks as the demo's backend client (SMART Backend Services): a signed assertion, a token, a read. */
public final class BackendToken implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DemoFile demo;
    private final Clock clock;
    private final HttpClient http;

    public BackendToken(DemoFile demo, Clock clock) {
        this.demo = demo;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .sslContext(trusting(demo))
                .connectTimeout(PATIENCE)
                .build();
    }

    /** An access token for everything the client may have. */
    public String token() throws IOException, InterruptedException {
        DemoClient client = demo.client("backend");
        URI endpoint = URI.create(demo.ports().issuerUrl() + "/oauth2/token");
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(Form.encoded(form(client))))
                .build();
        HttpResponse<String> answer = BoundedCall.send(http, request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("the token endpoint answered " + answer.statusCode() + ": " + answer.body());
        }
        JsonNode json = JsonMapper.shared().readTree(answer.body());
        return json.required("access_token").asString();
    }

    /** Reads the demo patient through the gateway and answers the status. */
    int readPatient(String token) throws IOException, InterruptedException {
        URI patient = URI.create(demo.ports().fhirBase() + "/Patient/"
                + demo.person("patient").patients().getFirst());
        HttpRequest request = HttpRequest.newBuilder(patient)
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/fhir+json")
                .build();
        return BoundedCall.send(http, request, HttpResponse.BodyHandlers.ofByteArray())
                .statusCode();
    }

    private Map<String, String> form(DemoClient client) {
        String jwk = client.jwk();
        if (jwk == null) {
            throw new IllegalStateException("demo.json holds no key for the backend client");
        }
        try {
            return AssertionSigner.clientCredentials(
                    client.clientId(),
                    JWK.parse(jwk),
                    demo.ports().issuerUrl() + "/oauth2/token",
                    client.scope(),
                    clock);
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("the backend client's key cannot be used", e);
        }
    }

    private static SSLContext trusting(DemoFile demo) {
        try {
            return TrustedAuthorities.of(demo.ca());
        } catch (IOException e) {
            throw new IllegalStateException("the demo's CA cannot be read: " + demo.ca(), e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
