package org.caregate.server.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.caregate.edge.development.DevelopmentAuthority;
import org.caregate.edge.proxy.Peers;
import org.caregate.edge.tls.TrustedAuthorities;
import org.caregate.server.config.ListenerSettings;
import org.caregate.server.config.ManagementSettings;
import org.caregate.server.config.OldestTls;
import org.caregate.server.http.ServerCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementServerTests {
    private final AtomicBoolean database = new AtomicBoolean(true);
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private int port;
    private ManagementServer server;

    @BeforeEach
    void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        metrics.counter("caregate.tries").increment();
        Readiness readiness = new Readiness().with("database", database::get).with("keys", () -> true);
        server =
                ManagementServer.start(new ManagementSettings("127.0.0.1", port), null, Peers.NONE, readiness, metrics);
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NONSENSE\r\n\r\n",
                "GET /readyz HTTP/9.9\r\nHost: a\r\n\r\n",
                "GET /a%00 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /readyz HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET /readyz HTTP/1.1\r\nHost: a\r\nExpect: more\r\nConnection: close\r\n\r\n",
                "FOO /readyz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            })
    void messageThatCannotBeRead_isItsStatusAlone(String message) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(message.getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .matches("(?s)HTTP/1.1 (4|50).*")
                    .contains("nosniff")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void everyPartReady_is200() throws Exception {
        HttpResponse<String> answer = get("/readyz");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"UP\",\"parts\":{\"database\":\"UP\",\"keys\":\"UP\"}}");
    }

    @Test
    void onePartDown_is503_andNamed_whileTheProcessLives() throws Exception {
        database.set(false);
        HttpResponse<String> answer = get("/readyz");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"database\":\"DOWN\"").contains("\"keys\":\"UP\"");
        assertThat(get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void reachableFromElsewhere_itSpeaksTlsAlone(@TempDir Path folder) throws Exception {
        DevelopmentAuthority.ServerCertificate pair = new DevelopmentAuthority(folder, Clock.systemUTC())
                .serverCertificates(List.of("localhost"))
                .getFirst();
        ListenerSettings issuer =
                new ListenerSettings("0.0.0.0", 8443, pair.certificate(), pair.key(), OldestTls.TLS_1_3);
        int other;
        try (ServerSocket free = new ServerSocket(0)) {
            other = free.getLocalPort();
        }
        ManagementSettings open = new ManagementSettings("0.0.0.0", other);
        Readiness readiness = new Readiness().with("keys", () -> true);
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        assertThatThrownBy(() -> ManagementServer.start(open, null, Peers.NONE, readiness, metrics))
                .isInstanceOf(IllegalArgumentException.class);
        try (ManagementServer secure = ManagementServer.start(
                        open, ServerCertificate.context(issuer, Instant.now()), Peers.NONE, readiness, metrics);
                HttpClient trusting = HttpClient.newBuilder()
                        .connectTimeout(Duration.ofSeconds(10))
                        .sslContext(TrustedAuthorities.of(folder.resolve("ca.pem")))
                        .build()) {
            assertThat(secure).isNotNull();
            assertThat(trusting.send(request("https://localhost:" + other + "/readyz"), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            assertThatThrownBy(
                            () -> http.send(request("http://localhost:" + other + "/readyz"), BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        }
    }

    private static HttpRequest request(String address) {
        return HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofMinutes(1))
                .build();
    }

    @Test
    void partThatSaysWhy_isToldWithItsReason_andNothingThatBreaksTheDocument() throws Exception {
        server.close();
        AtomicReference<Optional<String>> objection = new AtomicReference<>(Optional.empty());
        Readiness readiness = new Readiness().withReason("audit", objection::get);
        server = ManagementServer.start(
                new ManagementSettings("127.0.0.1", port),
                null,
                Peers.NONE,
                readiness,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        assertThat(get("/readyz").body()).isEqualTo("{\"status\":\"UP\",\"parts\":{\"audit\":\"UP\"}}");
        objection.set(Optional.of("trigger \"x\\y\nz"));
        HttpResponse<String> down = get("/readyz");
        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(down.body())
                .isEqualTo(
                        "{\"status\":\"DOWN\",\"parts\":{\"audit\":\"DOWN\"},\"reasons\":{\"audit\":\"trigger ?x?y?z\"}}");
    }

    @Test
    void partThatThrows_isNotReady() {
        assertThat(new Readiness()
                        .with("upstream", () -> {
                            throw new IllegalStateException("gone");
                        })
                        .ask())
                .containsEntry("upstream", false);
    }

    @Test
    void partThatHangs_isNotReady() {
        assertThat(new Readiness()
                        .with("upstream", () -> {
                            try {
                                Thread.sleep(60_000);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            return true;
                        })
                        .ask())
                .containsEntry("upstream", false);
    }

    @Test
    void metrics_areInPrometheusFormat() throws Exception {
        assertThat(get("/metrics").body()).contains("caregate_tries_total 1.0");
    }

    @Test
    void otherPathsAndMethods_areRefused() throws Exception {
        assertThat(get("/env").statusCode()).isEqualTo(404);
        HttpRequest post = HttpRequest.newBuilder(uri("/livez"))
                .timeout(Duration.ofMinutes(1))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(http.send(post, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(405);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(uri(path)).timeout(Duration.ofMinutes(1)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
