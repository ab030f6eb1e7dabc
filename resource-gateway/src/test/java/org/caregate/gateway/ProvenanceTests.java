package org.caregate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Phase;
import org.caregate.gateway.rig.Resources;
import org.caregate.gateway.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Provenance is within reach when all of its targets are (US Core: {@code _revinclude=Provenance:target}); and what includes bring. */
class ProvenanceTests {
    private Rig rig;
    private String token;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig();
        token = rig.patientToken("patient/Observation.rs patient/Provenance.rs");
        rig.upstream.on("GET /fhir/Observation/o1", 200, Resources.observation("o1", "p1"));
        rig.upstream.on("GET /fhir/Observation/o2", 200, Resources.observation("o2", "p2"));
        rig.upstream.on("GET /fhir/Observation/o1/_history/1", 200, Resources.observation("o1", "p1"));
        rig.upstream.on(
                "GET /fhir/Condition/c1", 200, Resources.observation("c1", "p1").replace("Observation", "Condition"));
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private static String provenance(String... targets) {
        return "{\"resourceType\":\"Provenance\",\"id\":\"v1\",\"target\":["
                + Stream.of(targets)
                        .map(target -> "{\"reference\":\"" + target + "\"}")
                        .collect(Collectors.joining(","))
                + "],\"agent\":[{\"who\":{\"display\":\"Canary\"}}]}";
    }

    private HttpResponse<String> read(String... targets) throws Exception {
        rig.upstream.on("GET /fhir/Provenance/v1", 200, provenance(targets));
        return rig.get("/fhir/Provenance/v1", token);
    }

    @Test
    void provenanceOfWhatIsWithinReach_isRead_andItsPatientRecorded() throws Exception {
        HttpResponse<String> response = read("Observation/o1", "Patient/p1", "Observation/o1/_history/1");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(provenance("Observation/o1", "Patient/p1", "Observation/o1/_history/1"));
        assertThat(rig.entries(response, 1).getFirst().sensitive().patients()).containsExactly("p1");
    }

    @Test
    void provenanceOfAnythingElse_looksMissing() throws Exception {
        HttpResponse<String> missing = rig.get("/fhir/Provenance/v9", token);
        for (String target : List.of(
                "Observation/o2",
                "Observation/o9",
                "Observation/o1/_history/7",
                "Condition/c1",
                "Patient/p2",
                "Provenance/v1",
                "urn:uuid:1",
                "https://elsewhere.example/fhir/Observation/o1")) {
            HttpResponse<String> response = read("Observation/o1", target);

            assertThat(response.statusCode()).as(target).isEqualTo(404);
            assertThat(response.body()).isEqualTo(missing.body());
        }
    }

    @Test
    void provenanceWhoseTargetCannotBeAskedFor_isTheUpstreamsTrouble() throws Exception {
        rig.upstream.on("GET /fhir/Observation/o3", 500, "{}");

        assertThat(read("Observation/o3").statusCode()).isEqualTo(502);
    }

    @Test
    void reverseInclude_bringsTheProvenanceOfItsOwnPage_withoutAskingAgain() throws Exception {
        rig.upstream.on(
                "GET /fhir/Observation",
                200,
                Resources.bundle(
                        Resources.observation("o1", "p1"),
                        provenance("Observation/o1"),
                        provenance("Observation/o2").replace("v1", "v2"),
                        provenance("Patient/p2").replace("v1", "v3")));

        HttpResponse<String> response = rig.get("/fhir/Observation?_revinclude=Provenance:target", token);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains("/Observation/o1\"", "/Provenance/v1\"")
                .doesNotContain("v2")
                .doesNotContain("v3");
        assertThat(rig.upstream.seen().stream().map(seen -> seen.line()).skip(1))
                .containsExactly("GET /fhir/Observation/o2");
        List<AuditEntry> entries = rig.entries(response, 4);
        assertThat(entries.stream()
                        .filter(entry -> entry.phase() == Phase.RELEASE)
                        .flatMap(entry -> entry.sensitive().resources().stream()))
                .containsExactly("Observation/o1", "Provenance/v1");
        AuditEntry alarm = entries.stream()
                .filter(entry -> entry.action() == Action.ALARM)
                .findFirst()
                .orElseThrow();
        assertThat(alarm.detail()).containsEntry("heldBack", "COMPARTMENT");
        assertThat(alarm.sensitive().resources()).containsExactly("Provenance/v3");
        assertThat(completion(entries).detail()).containsEntry("heldBack", "COMPARTMENT=1 TARGET=1");
        assertThat(completion(entries).sensitive().other())
                .containsEntry("heldBack", "COMPARTMENT: Provenance/v3; TARGET: Provenance/v2");
    }

    private static AuditEntry completion(List<AuditEntry> entries) {
        return entries.stream()
                .filter(entry -> entry.phase() == Phase.COMPLETION)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void moreTargetsThanAreFetched_holdTheRestBack() throws Exception {
        String[] many = new String[101];
        for (int i = 0; i < many.length; i++) {
            many[i] = "Observation/m" + i;
            rig.upstream.on("GET /fhir/Observation/m" + i, 200, Resources.observation("m" + i, "p1"));
        }

        assertThat(read(many).statusCode()).isEqualTo(404);
        assertThat(rig.upstream.seen()).hasSize(101);
    }

    @Test
    void ordinaryIncludes_areNarrowedToTheScope_andRaiseNoAlarm() throws Exception {
        rig.upstream.on(
                "GET /fhir/Observation",
                200,
                Resources.bundle(
                        Resources.observation("o1", "p1"),
                        "{\"resourceType\":\"Practitioner\",\"id\":\"d1\"}",
                        "{\"resourceType\":\"Organization\",\"id\":\"g1\"}",
                        "{\"resourceType\":\"Device\",\"id\":\"x1\"}"));

        HttpResponse<String> response = rig.get(
                "/fhir/Observation?_include=Observation:performer&_include=Observation:device",
                rig.patientToken("patient/Observation.rs patient/Practitioner.rs patient/Device.rs"));

        assertThat(response.body())
                .contains("Practitioner/d1")
                .doesNotContain("g1")
                .doesNotContain("x1");
        assertThat(URLDecoder.decode(rig.upstream.seen().getFirst().line(), StandardCharsets.UTF_8))
                .contains("_include=Observation:performer:Practitioner&_include=Observation:device:Device&");
        List<AuditEntry> entries = rig.entries(response, 3);
        assertThat(entries).extracting(AuditEntry::action).doesNotContain(Action.ALARM);
        assertThat(completion(entries).detail()).containsEntry("heldBack", "TYPE=1 NO_PATIENT=1");
    }
}
