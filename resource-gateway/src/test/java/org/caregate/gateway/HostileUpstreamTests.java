package org.caregate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.gateway.rig.FakeUpstream;
import org.caregate.gateway.rig.Resources;
import org.caregate.gateway.rig.Rig;
import org.caregate.registry.revocation.Revocation.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An upstream that is down, slow, broken or lying. */
class HostileUpstreamTests {
    private Rig rig;
    private String token;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig();
        token = rig.patientToken("patient/Observation.rs");
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private HttpResponse<String> unusable(String path, int status, String reason) throws Exception {
        return unusable(path, token, status, reason);
    }

    private HttpResponse<String> unusable(String path, String bearer, int status, String reason) throws Exception {
        HttpResponse<String> response = rig.get(path, bearer);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/fhir+json");
        assertThat(response.body())
                .startsWith("{\"resourceType\":\"OperationOutcome\"")
                .doesNotContain("Canary");
        AuditEntry last = rig.entries(response, 2).getLast();
        assertThat(last.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(last.reason()).isEqualTo(reason);
        return response;
    }

    /** Who may read everything is told that something is broken; who may not is told what a missing resource is told. */
    private void unreadable(String path, String reason) throws Exception {
        unusable(path, rig.systemToken("system/*.rs"), 502, reason);
        HttpResponse<String> hidden = unusable(path, 404, reason);
        assertThat(hidden.body())
                .isEqualTo(rig.get("/fhir/Observation/missing", token).body());
    }

    @Test
    void down_is502() throws Exception {
        rig.upstream.close();

        unusable("/fhir/Observation/o1", 502, "CONNECT");
    }

    @Test
    void slow_is504() throws Exception {
        rig.upstream.on("GET /fhir/Observation/o1", exchange -> pause(3000));

        unusable("/fhir/Observation/o1", 504, "SILENT");
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501, 504, 401, 204, 206})
    void itsOwnTrouble_is502(int status) throws Exception {
        rig.upstream.on("GET /fhir/Observation/o1", status, status == 204 ? "" : "{\"text\":\"Canary\"}");

        unusable("/fhir/Observation/o1", 502, "STATUS_" + status);
    }

    @Test
    void itsOwnRuleAboutAResource_isHiddenFromWhoMightNotReachIt() throws Exception {
        rig.upstream.on("GET /fhir/Observation/o1", 403, "{\"text\":\"Canary\"}");

        unreadable("/fhir/Observation/o1", "STATUS_403");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void redirect_isNotFollowed(int status) throws Exception {
        rig.upstream.on("GET /fhir/Observation/o1", exchange -> {
            exchange.getResponseHeaders().set("Location", rig.upstream.base() + "/Observation/o2");
            FakeUpstream.send(exchange, status, "application/fhir+json", "");
        });

        unusable("/fhir/Observation/o1", 502, "REDIRECT");
        assertThat(rig.upstream.seen()).hasSize(1);
    }

    @Test
    void html_isUnreadable() throws Exception {
        rig.upstream.on(
                "GET /fhir/Observation/o1",
                exchange -> FakeUpstream.send(exchange, 200, "text/html", "<h1>Canary</h1>"));

        unreadable("/fhir/Observation/o1", "NOT_FHIR_JSON");
    }

    @Test
    void compressedBody_isUnreadable() throws Exception {
        rig.upstream.on("GET /fhir/Observation/o1", exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            FakeUpstream.send(exchange, 200, "application/fhir+json", "Canary");
        });

        unreadable("/fhir/Observation/o1", "CONTENT_ENCODED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Canary",
                "",
                "[]",
                "{\"resourceType\":\"Observation\",\"id\":\"o1\",\"subject\":{\"reference\":\"Patient/p1\"}",
                "{\"resourceType\":\"Observation\",\"id\":\"o1\",\"subject\":{\"reference\":\"Patient/p1\"}}Canary",
                "{\"resourceType\":\"Observation\",\"id\":\"o1\",\"subject\":{\"reference\":\"Patient/p1\"},"
                        + "\"subject\":{\"reference\":\"Patient/p2\"}}",
                "{\"resourceType\":\"Canary\",\"id\":\"o1\"}"
            })
    void garbage_isUnreadable(String body) throws Exception {
        rig.upstream.on("GET /fhir/Observation/o1", 200, body);
        rig.upstream.on("GET /fhir/Observation", 200, body);

        unreadable("/fhir/Observation/o1", "NOT_THE_FHIR_WE_READ");
        unusable("/fhir/Observation", 502, "NOT_THE_FHIR_WE_READ");
    }

    @Test
    void tooDeep_isUnreadable() throws Exception {
        rig.upstream.on(
                "GET /fhir/Observation/o1",
                200,
                "{\"resourceType\":\"Observation\",\"id\":\"o1\",\"x\":" + "[".repeat(500) + "]".repeat(500) + "}");

        unreadable("/fhir/Observation/o1", "NOT_THE_FHIR_WE_READ");
    }

    @Test
    void ownPatientThatIsBroken_is502_becauseTheTokenAloneSaysItIsWithinReach() throws Exception {
        rig.upstream.on("GET /fhir/Patient/p1", 200, "Canary");

        unusable("/fhir/Patient/p1", rig.patientToken("patient/Patient.r"), 502, "NOT_THE_FHIR_WE_READ");
    }

    @Test
    void truncated_is502() throws Exception {
        rig.upstream.on("GET /fhir/Observation/o1", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/fhir+json");
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("{\"resourceType\":\"Observation\"".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            throw new IOException("cut");
        });

        unusable("/fhir/Observation/o1", 502, "CUT_OFF");
    }

    /** More than one part of entries, and what the test says after them. */
    private void longBundle(String after, Runnable betweenParts) {
        rig.upstream.on("GET /fhir/Observation", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/fhir+json");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            out.write(
                    "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 40; i++) {
                if (i == 20) {
                    out.flush();
                    betweenParts.run();
                }
                String entry = (i == 0 ? "" : ",") + "{\"resource\":"
                        + Resources.observation("o" + i, "p1").replace("weight", "w".repeat(20_000)) + "}";
                out.write(entry.getBytes(StandardCharsets.UTF_8));
            }
            out.write(after.getBytes(StandardCharsets.UTF_8));
        });
    }

    @Test
    void eachPart_isRecorded_beforeItLeaves() throws Exception {
        List<String> events = new CopyOnWriteArrayList<>();
        longBundle("]}", () -> {});
        try (var body = rig.http()
                .send(
                        rig.request("/fhir/Observation")
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream())
                .body()) {
            StringBuilder seen = new StringBuilder();
            byte[] bytes = new byte[1024];
            int counted = 0;
            for (int n = body.read(bytes); n >= 0; n = body.read(bytes)) {
                seen.append(new String(bytes, 0, n, StandardCharsets.UTF_8));
                while (seen.indexOf("/Observation/o" + counted + "\",\"resource\"") >= 0) {
                    String reference = "Observation/o" + counted++;
                    boolean recorded = rig.audit.entries().stream()
                            .anyMatch(entry -> entry.sensitive().resources().contains(reference));
                    events.add(reference + (recorded ? " recorded" : " LEAKED"));
                }
            }
        }
        assertThat(events)
                .containsExactlyElementsOf(IntStream.range(0, 40)
                        .mapToObj(i -> "Observation/o" + i + " recorded")
                        .toList());
        assertThat(rig.audit.entries().stream()
                        .filter(entry -> entry.phase() == org.caregate.audit.entry.Phase.RELEASE))
                .hasSizeGreaterThan(2);
    }

    private void brokenOff() {
        assertThatThrownBy(() -> rig.get("/fhir/Observation", token)).isInstanceOf(IOException.class);
    }

    @Test
    void garbageAfterTheFirstPart_breaksTheStreamOff() {
        longBundle("]}Canary", () -> {});
        brokenOff();
        longBundle(",{\"resource\":\"Nonsense\"}]}", () -> {});
        brokenOff();
        longBundle("]", () -> {});
        brokenOff();
    }

    @Test
    void revokedMidStream_stopsBeforeTheNextPart() {
        longBundle("]}", () -> {
            pause(200);
            rig.revoke(Kind.GRANT, "g-anna");
            rig.view.refresh();
        });

        brokenOff();

        assertThat(rig.audit.entries()).anySatisfy(entry -> {
            assertThat(entry.reason()).isEqualTo("TOKEN_REVOKED");
        });
    }

    @Test
    void revocationThatOnlyTheReceiptHasSeen_stopsBeforeTheNextPart() {
        longBundle("]}", () -> {
            pause(200);
            rig.revoke(Kind.GRANT, "g-anna");
            rig.audit.revocationVersion(1);
        });

        brokenOff();
    }

    @Test
    void auditGoneMidStream_breaksTheStreamOff() {
        longBundle("]}", () -> {
            pause(200);
            rig.audit.failFromNowOn();
        });

        brokenOff();
    }

    @Test
    void badRequestOfASearch_is400InOurWords() throws Exception {
        rig.upstream.on("GET /fhir/Observation", 400, "{\"resourceType\":\"OperationOutcome\",\"text\":\"Canary\"}");

        HttpResponse<String> response = rig.get("/fhir/Observation", token);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).doesNotContain("Canary");
    }
}
