package org.caregate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Phase;
import org.caregate.gateway.rig.FakeUpstream;
import org.caregate.gateway.rig.Resources;
import org.caregate.gateway.rig.Rig;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** search by GET and POST through the whole gateway. */
class SearchTests {
    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig();
        rig.upstream.on(
                "GET /fhir/Observation",
                200,
                Resources.bundle(
                        ",\"id\":\"b\",\"total\":7,\"link\":[{\"relation\":\"self\",\"url\":\"x\"}]",
                        List.of(Resources.observation("o1", "p1"), Resources.observation("o3", "p1"))));
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    @Requirement("FHIR-R4-3.1.0.9")
    void typeTheFhirServerDoesNotHave_is404_andSaysSo() throws Exception {
        rig.upstream.on("GET /fhir/Coverage", 404, "{\"resourceType\":\"OperationOutcome\",\"issue\":[]}");
        HttpResponse<String> response = rig.get("/fhir/Coverage", rig.patientToken("patient/Coverage.rs"));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("\"code\":\"not-supported\"").contains("resource type");
    }

    @Test
    void absoluteReferenceBelowOurBase_reachesTheFhirServerRelative() throws Exception {
        rig.upstream.on("GET /fhir/Observation?patient=Patient%2Fp1", 200, Resources.bundle());
        HttpResponse<String> response = rig.get(
                "/fhir/Observation?patient=" + Rig.BASE + "/Patient/p1", rig.patientToken("patient/Observation.rs"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(rig.upstream.seen().getFirst().line()).isEqualTo("GET /fhir/Observation?patient=Patient%2Fp1");
    }

    @Test
    void searchByPost_withEverythingInTheAddress_isASearch() throws Exception {
        rig.upstream.on("POST /fhir/Observation/_search", 200, Resources.bundle());
        for (String path : List.of("/fhir/Observation/_search?code=1", "/fhir/Observation/%5Fsearch?code=1")) {
            HttpResponse<String> response = rig.send(rig.request(path)
                    .header("Authorization", "Bearer " + rig.patientToken("patient/Observation.rs"))
                    .POST(BodyPublishers.noBody()));
            assertThat(response.statusCode()).as(path).isEqualTo(200);
        }
        assertThat(rig.upstream.seen()).extracting(FakeUpstream.Seen::body).containsOnly("code=1&patient=Patient%2Fp1");
    }

    @Test
    void searchFormAtAnEncodedPath_isReadAllTheSame() throws Exception {
        rig.upstream.on("POST /fhir/Observation/_search", 200, Resources.bundle());
        HttpResponse<String> response = rig.send(rig.request("/fhir/Observation/%5Fsearch")
                .header("Authorization", "Bearer " + rig.patientToken("patient/Observation.rs"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("code=1")));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(rig.upstream.seen().getFirst().body()).isEqualTo("code=1&patient=Patient%2Fp1");
    }

    @Test
    void bodyOfASearchThatIsNoForm_isRefused_andTheTextSaysWhatWouldDo() throws Exception {
        HttpResponse<String> response =
                rig.write("POST", "/fhir/Observation/_search?code=1", rig.patientToken("patient/Observation.rs"), "{}");
        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.body()).contains("application/x-www-form-urlencoded");
    }

    @Test
    void ownEntries_areReleased_withLinksOfOurs_andWithoutTotal() throws Exception {
        HttpResponse<String> response =
                rig.get("/fhir/Observation?status=final", rig.patientToken("patient/Observation.rs"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo("{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":["
                        + "{\"fullUrl\":\"https://localhost:9443/fhir/Observation/o1\",\"resource\":"
                        + Resources.observation("o1", "p1") + ",\"search\":{\"mode\":\"match\"}},"
                        + "{\"fullUrl\":\"https://localhost:9443/fhir/Observation/o3\",\"resource\":"
                        + Resources.observation("o3", "p1") + ",\"search\":{\"mode\":\"match\"}}],"
                        + "\"link\":[{\"relation\":\"self\","
                        + "\"url\":\"https://localhost:9443/fhir/Observation?status=final\"}]}");
        List<AuditEntry> entries = rig.entries(response, 3);
        assertThat(entries)
                .extracting(AuditEntry::phase)
                .containsExactly(Phase.ATTEMPT, Phase.RELEASE, Phase.COMPLETION);
        assertThat(entries.get(1).sensitive().patients()).containsExactly("p1");
        assertThat(entries.get(1).sensitive().resources()).containsExactly("Observation/o1", "Observation/o3");
        assertThat(entries.get(2).count()).isEqualTo(2L);
    }

    @Test
    void search_isNarrowedAndStrict() throws Exception {
        rig.get("/fhir/Observation?status=final", rig.patientToken("patient/Observation.rs"));

        var seen = rig.upstream.seen().getFirst();
        assertThat(seen.line()).contains("status=final").contains("patient=").contains("p1");
        assertThat(seen.headers().getFirst("Prefer")).isEqualTo("handling=strict");
    }

    @Test
    void postedSearch_keepsItsParametersOutOfTheAddress() throws Exception {
        rig.upstream.on("POST /fhir/Observation/_search", 200, Resources.bundle(Resources.observation("o1", "p1")));

        HttpResponse<String> response = rig.send(rig.request("/fhir/Observation/_search")
                .header("Authorization", "Bearer " + rig.patientToken("patient/Observation.rs"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("status=final")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("Observation/o1");
        var seen = rig.upstream.seen().getFirst();
        assertThat(seen.line()).isEqualTo("POST /fhir/Observation/_search");
        assertThat(seen.body()).contains("status=final").contains("p1");
    }

    @Test
    void unrestrictedSearch_keepsTotal() throws Exception {
        HttpResponse<String> response = rig.get("/fhir/Observation", rig.systemToken("system/Observation.rs"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"total\":7");
    }

    @Test
    void foreignEntries_areDroppedSilently_andAlarmed_whateverTheirMode() throws Exception {
        rig.upstream.on(
                "GET /fhir/Observation",
                200,
                Resources.bundle(
                                Resources.observation("o1", "p1"),
                                Resources.observation("o2", "p2"),
                                Resources.patient("p2"),
                                "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"diagnostics\":\"Canary\"}]}")
                        .replace("\"mode\":\"match\"}}]", "\"mode\":\"include\"}}]"));

        HttpResponse<String> response =
                rig.get("/fhir/Observation", rig.patientToken("patient/Observation.rs patient/Patient.rs"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains("Observation/o1")
                .doesNotContain("o2")
                .doesNotContain("Canary");
        AuditEntry alarm = rig.entries(response, 4).stream()
                .filter(entry -> entry.action() == Action.ALARM)
                .findFirst()
                .orElseThrow();
        assertThat(alarm.reason()).isEqualTo("FOREIGN_ENTRY");
        assertThat(alarm.sensitive().resources()).containsExactly("Observation/o2", "Patient/p2");
        assertThat(rig.entries(response).stream()
                        .filter(entry -> entry.phase() == Phase.RELEASE)
                        .flatMap(entry -> entry.sensitive().patients().stream()))
                .containsExactly("p1");
    }

    @Test
    void emptyResult_isAWholeBundle_withoutEntries() throws Exception {
        rig.upstream.on("GET /fhir/Observation", 200, Resources.bundle());

        HttpResponse<String> response = rig.get("/fhir/Observation", rig.patientToken("patient/Observation.rs"));

        assertThat(response.body())
                .isEqualTo("{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"link\":[{\"relation\":\"self\","
                        + "\"url\":\"https://localhost:9443/fhir/Observation\"}]}");
    }

    private String next(HttpResponse<String> response) {
        Matcher next = Pattern.compile("\"relation\":\"next\",\"url\":\"https://localhost:9443([^\"]+)\"")
                .matcher(response.body());
        assertThat(next.find()).isTrue();
        return next.group(1);
    }

    @Test
    void nextPage_isASealedHandle_thatOnlyItsOwnCallerOpens() throws Exception {
        rig.upstream.on(
                "GET /fhir/Observation",
                200,
                Resources.bundle(
                        ",\"link\":[{\"relation\":\"next\",\"url\":\"" + rig.upstream.base()
                                + "?_getpages=abc&_getpagesoffset=1\"}]",
                        List.of(Resources.observation("o1", "p1"))));
        rig.upstream.on(
                "GET /fhir?_getpages=abc&_getpagesoffset=1",
                200,
                Resources.bundle(Resources.observation("o3", "p1"), Resources.observation("o2", "p2")));
        HttpResponse<String> first =
                rig.get("/fhir/Observation?status=final", rig.patientToken("patient/Observation.rs"));
        String next = next(first);
        assertThat(first.body()).doesNotContain("_getpages");

        HttpResponse<String> second = rig.get(next, rig.patientToken("patient/Observation.rs"));
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).contains("Observation/o3").doesNotContain("o2");

        assertThat(rig.get(next, rig.clinicianToken("user/Observation.rs")).statusCode())
                .isEqualTo(400);
        String otherGrant = rig.sign(
                rig.claims("patient/Observation.rs").claim("client_id", "other").claim("grant", "g-other"));
        assertThat(rig.get(next, otherGrant).statusCode()).isEqualTo(400);
        assertThat(rig.get(next + "x", rig.patientToken("patient/Observation.rs"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(rig.get(next + "&status=final", rig.patientToken("patient/Observation.rs"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(rig.get(next, rig.patientToken("patient/Patient.rs")).statusCode())
                .isEqualTo(403);
        rig.clock.advance(java.time.Duration.ofMinutes(31));
        rig.view.refresh();
        assertThat(rig.get(next, rig.patientToken("patient/Observation.rs")).statusCode())
                .isEqualTo(400);
    }

    @Test
    void unknownParameter_isRefused_andNotForwarded() throws Exception {
        for (String query :
                List.of("foo=bar", "_has:Provenance:target:agent=x", "subject:Patient.name=x", "_filter=x")) {
            HttpResponse<String> response =
                    rig.get("/fhir/Observation?" + query, rig.patientToken("patient/Observation.rs"));
            assertThat(response.statusCode()).as(query).isBetween(400, 403);
            assertThat(response.body()).contains("OperationOutcome");
        }
        assertThat(rig.upstream.seen()).isEmpty();
    }
}
