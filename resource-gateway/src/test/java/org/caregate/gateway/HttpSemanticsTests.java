package org.caregate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
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

/** What generic HTTP clients, browsers, monitors and proxies rely on (RFC 9110, Fetch, RFC 6797). */
class HttpSemanticsTests {
    private static final String OBSERVATIONS = "{\"resourceType\":\"Bundle\",\"type\":\"searchset\"}";

    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig();
        rig.upstream.on("GET /fhir/Patient/p1", 200, Resources.patient("p1"));
        rig.upstream.on("GET /fhir/Observation", 200, OBSERVATIONS);
        rig.upstream.on("GET /fhir/metadata", 200, "{\"resourceType\":\"CapabilityStatement\",\"status\":\"active\"}");
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private HttpResponse<String> send(String method, String path, String... fields) throws Exception {
        var request = rig.request(path)
                .header("Authorization", "Bearer " + rig.patientToken("patient/*.cruds"))
                .method(method, BodyPublishers.noBody());
        return rig.send(fields.length == 0 ? request : request.headers(fields));
    }

    private static Optional<String> field(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/Patient/p1",
                "/fhir/Patient/p9",
                "/fhir/Observation",
                "/fhir/metadata",
                "/fhir/.well-known/smart-configuration",
                "/.well-known/oauth-protected-resource/fhir",
                "/elsewhere",
            })
    @Requirement("RFC9110-9.3.2")
    void head_isAnsweredLikeGet_withoutContent(String path) throws Exception {
        HttpResponse<String> get = send("GET", path);
        HttpResponse<String> head = send("HEAD", path);

        assertThat(head.statusCode()).isEqualTo(get.statusCode());
        assertThat(head.body()).isEmpty();
        assertThat(field(head, "Content-Type")).isEqualTo(field(get, "Content-Type"));
        assertThat(field(head, "Content-Length")).isEqualTo(field(get, "Content-Length"));
        assertThat(field(head, "ETag")).isEqualTo(field(get, "ETag"));
    }

    @Test
    void head_isRecordedLikeTheReadItIs() throws Exception {
        List<AuditEntry> entries = rig.entries(send("HEAD", "/fhir/Patient/p1"), 1);
        assertThat(entries.getFirst().sensitive().patients()).containsExactly("p1");
        assertThat(entries.getFirst().requestLine()).startsWith("HEAD ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE | /fhir/Patient/p1 | GET, HEAD, PUT",
                "PATCH | /fhir/Patient/p1 | GET, HEAD, PUT",
                "POST | /fhir/Patient/p1 | GET, HEAD, PUT",
                "DELETE | /fhir/Patient | GET, HEAD, POST",
                "PUT | /fhir/Patient/_search | POST",
                "GET | /fhir/Patient/_search | POST",
                "PUT | /fhir/Patient/p1/_history/1 | GET, HEAD",
                "POST | /fhir/metadata | GET, HEAD",
                "POST | /fhir/.well-known/smart-configuration | GET, HEAD",
                "PUT | /.well-known/oauth-protected-resource/fhir | GET, HEAD",
                "OPTIONS | /fhir/Patient/p1 | GET, HEAD, PUT",
                "GET | /fhir/Patient/p1/$everything | ''",
                "GET | /fhir/Patient/p1/_history | ''",
                "POST | /fhir | ''",
            })
    @Requirement("RFC9110-15.5.6")
    void methodThatIsNotOffered_is405_andNamesThoseThatAre(String method, String path, String allowed)
            throws Exception {
        HttpResponse<String> response = send(method, path);
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(field(response, "Allow")).hasValue(allowed);
        assertThat(rig.entries(response)).isNotEmpty();
    }

    @Test
    @Requirement({"RFC9110-8.8.2", "FHIR-R4-3.1.0.2"})
    void lastModified_isTheProvedResourcesOwn() throws Exception {
        stored("2024-02-07T13:28:17.239+02:00");
        assertThat(field(send("GET", "/fhir/Patient/p1"), "Last-Modified")).hasValue("Wed, 07 Feb 2024 11:28:17 GMT");
        rig.upstream.on("GET /fhir/Patient/p1/_history/1", 200, patient("2024-02-07T13:28:17Z"));
        assertThat(field(send("GET", "/fhir/Patient/p1/_history/1"), "Last-Modified"))
                .hasValue("Wed, 07 Feb 2024 13:28:17 GMT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2999-01-01T00:00:00Z", "yesterday", "2024-02-07", "2024-02-07T25:00:00Z"})
    @Requirement("RFC9110-8.8.2.1")
    void lastUpdatedThatIsNoPastInstant_isNotTold(String lastUpdated) throws Exception {
        stored(lastUpdated);
        HttpResponse<String> response = send("GET", "/fhir/Patient/p1");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(field(response, "Last-Modified")).isEmpty();
    }

    private void stored(String lastUpdated) {
        rig.upstream.on("GET /fhir/Patient/p1", 200, patient(lastUpdated));
    }

    private static String patient(String lastUpdated) {
        return "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"meta\":{\"versionId\":\"1\",\"lastUpdated\":\""
                + lastUpdated + "\"}}";
    }

    @Test
    @Requirement("FHIR-R4-3.1.0.1-intermediaries")
    void intermediary_isNamedInBothDirections() throws Exception {
        HttpResponse<String> response = send("GET", "/fhir/Patient/p1");
        assertThat(field(response, "X-Intermediary")).hasValue("localhost");
        assertThat(rig.upstream.seen())
                .allSatisfy(seen ->
                        assertThat(seen.headers().getFirst("X-Intermediary")).isEqualTo("localhost"));
    }

    @ParameterizedTest
    @CsvSource({
        "503, 120, 503, 120",
        "503, 0, 503, 1",
        "503, 999999999, 503, 3600",
        "503, 99999999999999999999, 503, 5",
        "503, soon, 503, 5",
        "503, '', 503, 5",
        "503, '<script>', 503, 5",
        "429, 30, 429, 30",
        "429, , 429, 5",
        "500, 30, 502, ",
        "502, 30, 502, ",
        "401, 30, 502, ",
    })
    @Requirement({"RFC9110-10.2.3", "RFC6585-4"})
    void busyFhirServer_isToldAsSuch_withItsTimeBounded(int status, String retryAfter, int told, String toldAfter)
            throws Exception {
        for (String path : List.of("/fhir/Patient/p1", "/fhir/Observation", "/fhir/metadata")) {
            rig.upstream.on("GET " + path, exchange -> {
                if (retryAfter != null) {
                    exchange.getResponseHeaders().set("Retry-After", retryAfter);
                }
                FakeUpstream.send(exchange, status, "text/plain", "canary");
            });
            HttpResponse<String> response = send("GET", path);
            assertThat(response.statusCode()).as(path).isEqualTo(told);
            assertThat(field(response, "Retry-After")).as(path).isEqualTo(Optional.ofNullable(toldAfter));
            assertThat(response.body()).contains("OperationOutcome").doesNotContain("canary");
        }
    }

    @Test
    void busyFhirServer_isRecordedAsAFailure() throws Exception {
        rig.upstream.on("GET /fhir/Observation", 429, "{}");
        List<AuditEntry> entries = rig.entries(send("GET", "/fhir/Observation"), 2);
        assertThat(entries.getLast().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(entries.getLast().reason()).isEqualTo("STATUS_429");
    }

    @Test
    @Requirement("RFC9110-10.2.3")
    void retryAfterAsADate_isToldInSeconds() throws Exception {
        rig.upstream.on("GET /fhir/Observation", exchange -> {
            exchange.getResponseHeaders()
                    .set(
                            "Retry-After",
                            java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                    rig.clock.instant().plusSeconds(90).atOffset(java.time.ZoneOffset.UTC)));
            FakeUpstream.send(exchange, 503, "text/plain", "");
        });
        assertThat(field(send("GET", "/fhir/Observation"), "Retry-After")).hasValue("90");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/metadata",
                "/fhir/.well-known/smart-configuration",
                "/.well-known/oauth-protected-resource/fhir"
            })
    void preflightOfAnOpenDocument_isAnsweredForAnyOrigin(String path) throws Exception {
        HttpResponse<String> response = rig.send(rig.request(path)
                .header("Origin", "https://any.example")
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "authorization, x-anything")
                .method("OPTIONS", BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(field(response, "Access-Control-Allow-Origin")).hasValue("*");
        assertThat(field(response, "Access-Control-Allow-Methods").orElseThrow())
                .contains("GET");
        assertThat(field(response, "Access-Control-Allow-Headers")).hasValue("*, Authorization");
        assertThat(field(response, "Access-Control-Allow-Credentials")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /elsewhere HTTP/1.1\r\nHost: api.example.org\r\n",
                "GET / HTTP/1.1\r\nHost: api.example.org\r\n",
                "GET /fhirs/Patient/p1 HTTP/1.1\r\nHost: api.example.org\r\n",
                "GET /fhir/Patient/p1 HTTP/1.1\r\nHost: api.example.org\r\n",
                "GET /fhir/.well-known/smart-configuration HTTP/1.1\r\nHost: api.example.org\r\n",
                "HEAD /.well-known/oauth-protected-resource/fhir HTTP/1.1\r\nHost: api.example.org\r\n",
                "OPTIONS /fhir/metadata HTTP/1.1\r\nHost: a\r\nOrigin: https://a\r\nAccess-Control-Request-Method: GET\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: api.example.org\r\n",
                "TRACE / HTTP/1.1\r\nHost: api.example.org\r\n",
                "BREW /pot HTTP/1.1\r\nHost: api.example.org\r\n",
                "GET /fhir/Patient/p1 HTTP/1.1\r\n",
                "GET /a%zz HTTP/1.1\r\nHost: api.example.org\r\n",
                "GET /a;b HTTP/1.1\r\nHost: api.example.org\r\n",
                "GET /a HTTP/1.1\r\nHost: api.example.org\r\nContent-Length: x\r\n",
                "GET /a HTTP/1.1\r\nHost: api.example.org\r\nExpect: 200-maybe\r\n",
                "GET /a HTTP/9.9\r\nHost: api.example.org\r\n",
                "NONSENSE\r\n"
            })
    @Requirement("RFC6797-7.1")
    void everyAnswer_insideTheBaseAndOutside_isHttpsOnly(String request) throws Exception {
        try (Rig real = Rig.under(URI.create("https://api.example.org/fhir"), Rig.limits());
                SSLSocket socket =
                        (SSLSocket) TestTls.client().getSocketFactory().createSocket("127.0.0.1", real.server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((request + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer)
                    .contains("Strict-Transport-Security: max-age=63072000")
                    .contains("X-Request-Id: ");
        }
    }
}
