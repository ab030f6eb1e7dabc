package org.caregate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.edge.tls.TestTls;
import org.caregate.gateway.rig.FakeUpstream;
import org.caregate.gateway.rig.Resources;
import org.caregate.gateway.rig.Rig;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is HTTP's: TLS, header fields, CORS, limits, slow callers, interactions that are not offered, public documents. */
class HttpTests {
    /** All of it is on its way before the second TLS record, and with it the refusal, can be read: no reset in the middle. */
    private static final int MORE_THAN_HEADERS_MAY = 20_000;

    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig(Rig.limits().withIdleTimeout(Duration.ofSeconds(1)));
        rig.upstream.on("GET /fhir/Patient/p1", 200, Resources.patient("p1"));
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void http2_isSpoken() throws Exception {
        try (HttpClient h2 = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .sslContext(TestTls.client())
                .version(HttpClient.Version.HTTP_2)
                .build()) {
            HttpRequest request = rig.request("/fhir/Patient/p1")
                    .header("Authorization", "Bearer " + rig.patientToken("patient/Patient.r"))
                    .build();
            HttpResponse<String> response = h2.send(request, BodyHandlers.ofString());
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(response.statusCode()).isEqualTo(200);
        }
    }

    private SSLSocket connect(String... protocols) throws Exception {
        SSLSocket socket = (SSLSocket) TestTls.client().getSocketFactory().createSocket("127.0.0.1", rig.server.port());
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        socket.setSoTimeout(10_000);
        return socket;
    }

    @Test
    void olderTlsThan13_isRefused() throws Exception {
        try (SSLSocket socket = connect("TLSv1.2")) {
            org.assertj.core.api.Assertions.assertThatThrownBy(socket::startHandshake)
                    .isInstanceOf(javax.net.ssl.SSLException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffdhe2048", "ffdhe3072", "ffdhe4096", "ffdhe6144", "ffdhe8192"})
    @Requirement("RFC9325-4.1")
    void finiteFieldGroup_isRefused(String group) throws Exception {
        try (SSLSocket socket = offering(group)) {
            org.assertj.core.api.Assertions.assertThatThrownBy(socket::startHandshake)
                    .isInstanceOf(javax.net.ssl.SSLException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x25519", "secp256r1", "secp384r1"})
    void curve_isAgreedOn(String group) throws Exception {
        try (SSLSocket socket = offering(group)) {
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    private SSLSocket offering(String group) throws Exception {
        SSLSocket socket = connect();
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setNamedGroups(new String[] {group});
        socket.setSSLParameters(parameters);
        return socket;
    }

    private String raw(String request) throws Exception {
        try (SSLSocket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void malformedHttp_isAnOperationOutcome_withoutAWordOfTheServers() throws Exception {
        assertThat(raw("NONSENSE\r\n\r\n")).contains(" 400 ").doesNotContainIgnoringCase("jetty");
        String tooLong =
                raw("GET /fhir/Patient/p1?" + "x".repeat(MORE_THAN_HEADERS_MAY) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(tooLong).contains(" 414 ").contains("OperationOutcome");
        String headers =
                raw("GET /fhir/Patient/p1 HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(MORE_THAN_HEADERS_MAY) + "\r\n\r\n");
        assertThat(headers).contains(" 431 ").contains("OperationOutcome").contains("X-Request-Id");
        assertThat(rig.audit.entries())
                .extracting(AuditEntry::reason)
                .contains("BAD_MESSAGE", "URI_TOO_LONG", "HEADERS_TOO_LARGE");
    }

    @Test
    void bodyThatStopsArriving_is408_orCutOff() throws Exception {
        String answer = raw("POST /fhir/Observation HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + rig.patientToken("patient/Observation.cruds")
                + "\r\nContent-Type: application/fhir+json\r\nContent-Length: 500\r\n\r\n{\"resourceType\":");

        assertThat(answer).contains(" 408 ").contains("OperationOutcome");
        assertThat(rig.upstream.seen()).isEmpty();
    }

    @Test
    void bodyThatTrickles_is408() throws Exception {
        try (SSLSocket socket = connect()) {
            socket.getOutputStream()
                    .write(("POST /fhir/Observation HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                    + rig.patientToken("patient/Observation.cruds")
                                    + "\r\nContent-Type: application/fhir+json\r\nContent-Length: 5000\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            Thread trickle = Thread.startVirtualThread(() -> {
                try {
                    for (int i = 0; i < 100; i++) {
                        socket.getOutputStream().write(' ');
                        socket.getOutputStream().flush();
                        Thread.sleep(100);
                    }
                } catch (Exception closed) {
                    // as it should be
                }
            });
            byte[] start = socket.getInputStream().readNBytes(12);
            trickle.interrupt();
            assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 408");
        }
    }

    @Test
    void everyAnswer_carriesTheFixedFields() throws Exception {
        for (HttpResponse<String> response : List.of(
                rig.get("/fhir/Patient/p1", rig.patientToken("patient/Patient.r")),
                rig.send(rig.request("/fhir/Patient/p1")),
                rig.send(rig.request("/elsewhere")),
                rig.send(rig.request("/fhir/.well-known/smart-configuration")))) {
            assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
            assertThat(response.headers().firstValue("Vary").orElseThrow()).contains("Origin");
            assertThat(response.headers().firstValue("Server")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /fhir/Patient/p1, 405",
        "PATCH, /fhir/Patient/p1, 405",
        "GET, /fhir/Patient/p1/_history, 405",
        "GET, /fhir/Patient/p1/$everything, 405",
        "POST, /fhir/$graphql, 404",
        "POST, /fhir, 405",
        "GET, /fhir/Patient/p1/Observation, 405",
        "GET, /fhir/Nonsense/1, 404",
        "GET, /fhir/Patient/a_b, 400",
        "GET, /fhir/Patient/..%2F..%2Fx, 400",
        "GET, /fhir/Patient//p1, 400",
        "GET, /fhirs/Patient/p1, 404",
        "GET, /Patient/p1, 404",
        "GET, /, 404",
    })
    void whatIsNotOffered_isRefusedWithAnOperationOutcome(String method, String path, int status) throws Exception {
        HttpResponse<String> response = rig.send(rig.request(path)
                .header("Authorization", "Bearer " + rig.patientToken("patient/*.cruds"))
                .method(method, BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains("OperationOutcome");
        assertThat(rig.upstream.seen()).isEmpty();
        assertThat(rig.entries(response)).isNotEmpty();
    }

    @Test
    void xml_is406_and415() throws Exception {
        String token = rig.patientToken("patient/*.cruds");
        assertThat(rig.send(rig.request("/fhir/Patient/p1")
                                .header("Authorization", "Bearer " + token)
                                .header("Accept", "application/fhir+xml"))
                        .statusCode())
                .isEqualTo(406);
        assertThat(rig.send(rig.request("/fhir/Observation")
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/fhir+xml")
                                .POST(BodyPublishers.ofString("<Observation/>")))
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void registeredOrigin_mayReadAnswers_refusalsIncluded() throws Exception {
        HttpResponse<String> refused = rig.send(rig.request("/fhir/Patient/p1").header("Origin", Rig.ORIGIN));

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).hasValue(Rig.ORIGIN);
        assertThat(refused.headers().firstValue("Access-Control-Expose-Headers").orElseThrow())
                .contains("WWW-Authenticate");
        assertThat(refused.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
    }

    @Test
    void strangeOrigin_mayNot() throws Exception {
        assertThat(rig.send(rig.request("/fhir/Patient/p1").header("Origin", "https://evil.example"))
                        .headers()
                        .firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
        assertThat(preflight("https://evil.example").headers().firstValue("Access-Control-Allow-Methods"))
                .isEmpty();
    }

    private HttpResponse<String> preflight(String origin) throws Exception {
        return rig.send(rig.request("/fhir/Patient/p1")
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "authorization")
                .method("OPTIONS", BodyPublishers.noBody()));
    }

    @Test
    void preflightOfARegisteredOrigin_isAnswered() throws Exception {
        HttpResponse<String> response = preflight(Rig.ORIGIN);

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue(Rig.ORIGIN);
        assertThat(response.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
                .contains("Authorization");
        assertThat(response.headers().firstValue("Access-Control-Allow-Methods").orElseThrow())
                .contains("PUT");
    }

    @Test
    @Requirement({"RFC9728-3", "SMART2.2-discovery"})
    void publicDocuments_areOpenToAnyone() throws Exception {
        HttpResponse<String> smart =
                rig.send(rig.request("/fhir/.well-known/smart-configuration").header("Origin", "https://any.example"));
        assertThat(smart.statusCode()).isEqualTo(200);
        assertThat(smart.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        assertThat(smart.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(smart.body()).contains("token_endpoint");
        HttpResponse<String> resource = rig.send(rig.request("/.well-known/oauth-protected-resource/fhir"));
        assertThat(resource.statusCode()).isEqualTo(200);
        assertThat(resource.body().replace("\\/", "/")).contains("https://localhost:9443/fhir");
    }

    @Test
    @Requirement("SMART2.2-conformance")
    void metadata_isOpen_isOurs_andTellsHowToGetAToken() throws Exception {
        rig.upstream.on(
                "GET /fhir/metadata",
                200,
                "{\"resourceType\":\"CapabilityStatement\",\"status\":\"active\",\"implementation\":{\"url\":\"http://in\"},"
                        + "\"rest\":[{\"mode\":\"server\",\"security\":{\"description\":\"none\"},\"interaction\":["
                        + "{\"code\":\"transaction\"}],\"resource\":[{\"type\":\"Patient\",\"interaction\":["
                        + "{\"code\":\"read\"},{\"code\":\"delete\"}]}],\"operation\":[]}]}");

        HttpResponse<String> response = rig.send(rig.request("/fhir/metadata").header("Origin", "https://any.example"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(response.body())
                .contains("oauth-uris")
                .contains("https://localhost:8443/oauth2/token")
                .contains("\"url\":\"https://localhost:9443/fhir\"")
                .contains("\"interaction\":[{\"code\":\"read\"}]")
                .doesNotContain("delete")
                .doesNotContain("transaction")
                .doesNotContain("http://in")
                .doesNotContain("none");
        rig.send(rig.request("/fhir/metadata"));
        assertThat(rig.upstream.seen()).hasSize(1); // remembered
    }

    @Test
    void stopping_letsARunningExchangeFinish() throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch stopping = new CountDownLatch(1);
        rig.upstream.on("GET /fhir/Patient/p1", exchange -> {
            underWay.countDown();
            await(stopping);
            FakeUpstream.send(exchange, 200, "application/fhir+json", Resources.patient("p1"));
        });
        var running = rig.http()
                .sendAsync(
                        rig.request("/fhir/Patient/p1")
                                .header("Authorization", "Bearer " + rig.patientToken("patient/Patient.r"))
                                .build(),
                        BodyHandlers.ofString());
        await(underWay);
        Thread stop = Thread.startVirtualThread(rig.server::close);
        while (isListening()) {
            Thread.onSpinWait();
        }
        stopping.countDown();

        assertThat(running.get().statusCode()).isEqualTo(200);
        stop.join();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isListening() {
        try (SSLSocket socket = connect()) {
            return socket.isConnected();
        } catch (Exception refused) {
            return false;
        }
    }
}
