package org.caregate.demo.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the app's origin serves, and under which headers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class AppServerTests {

    private AppServer app;
    private SSLContext trusting;
    private HttpClient http;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        TestCertificate certificate = TestCertificate.in(folder);
        app = AppServer.start(
                0, certificate.certificate(), certificate.key(), "demo-app", URI.create("https://localhost:9443/fhir"));
        KeyStore trusted = PemIdentity.keyStore(certificate.certificate(), certificate.key());
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("app", trusted.getCertificate("app"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(anchors);
        trusting = SSLContext.getInstance("TLS");
        trusting.init(null, trust.getTrustManagers(), null);
        http = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .sslContext(trusting)
                .build();
    }

    @AfterAll
    void stop() throws Exception {
        app.stop();
        http.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/app.html", "/app.css", "/app.js", "/fhir-client.pure.min.js", "/config.json", "/absent"})
    void everyAnswer_carriesAStrictPolicy(String path) throws Exception {
        HttpResponse<String> response = get(path);
        String policy = response.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertThat(policy)
                .startsWith("default-src 'none';")
                .contains("script-src 'self';", "style-src 'self';", "frame-ancestors 'none'")
                .contains("connect-src 'self' https://localhost:*;")
                .doesNotContain("unsafe");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.statusCode()).isEqualTo(path.equals("/absent") ? 404 : 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/app.html"})
    void pages_haveNoInlineScriptOrStyle(String path) throws Exception {
        assertThat(get(path).body())
                .doesNotContainPattern("<script(?![^>]*src=)")
                .doesNotContainPattern("<style|\\sstyle=|\\son[a-z]+=")
                .doesNotContainPattern("(src|href)=\"(https?:)?//");
    }

    @Test
    void configuration_tellsWhatTheProcessWasGiven() throws Exception {
        JsonNode configuration = new ObjectMapper().readTree(get("/config.json").body());
        assertThat(configuration.path("iss").asText()).isEqualTo("https://localhost:9443/fhir");
        assertThat(configuration.path("clientId").asText()).isEqualTo("demo-app");
        assertThat(configuration.path("scope").asText().split(" ")).contains("launch/patient", "patient/Condition.rs");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/..%2fdata/people.json", "/../DemoServer.class", "/data/people.json", "/package-info.class"})
    void pathOutsideTheTable_isRefused(String path) throws Exception {
        assertThat(get(path).statusCode()).isIn(400, 404);
    }

    @Test
    void messageThatCannotBeRead_isItsStatusAlone() throws Exception {
        HttpRequest odd = HttpRequest.newBuilder(app.origin())
                .timeout(Duration.ofMinutes(1))
                .header("X-Large", "x".repeat(20_000))
                .build();
        HttpResponse<String> answer = http.send(odd, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(431);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void postToThePages_isRefused() throws Exception {
        HttpRequest post = HttpRequest.newBuilder(URI.create(app.origin() + "/"))
                .timeout(Duration.ofMinutes(1))
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build();
        assertThat(http.send(post, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void tls12_isRefused() {
        SSLParameters old = trusting.getDefaultSSLParameters();
        old.setProtocols(new String[] {"TLSv1.2"});
        try (HttpClient outdated = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .sslContext(trusting)
                .sslParameters(old)
                .build()) {
            HttpRequest request = HttpRequest.newBuilder(app.origin())
                    .timeout(Duration.ofMinutes(1))
                    .build();
            assertThatThrownBy(() -> outdated.send(request, HttpResponse.BodyHandlers.discarding()))
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(app.origin() + path))
                        .timeout(Duration.ofMinutes(1))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
