package org.caregate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.caregate.gateway.rig.FakeUpstream;
import org.caregate.gateway.rig.Resources;
import org.caregate.gateway.rig.Rig;
import org.caregate.gateway.settings.GatewayLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The references of a restricted write tell nothing of what is hidden. */
class ReferenceWriteTests {
    private static final String SCOPE = "patient/Observation.cruds";
    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig();
        rig.upstream.on("POST /fhir/Observation", 201, Resources.observation("new", "p1"));
        rig.upstream.on("GET /fhir/Observation/own", 200, Resources.observation("own", "p1"));
        rig.upstream.on("GET /fhir/Observation/own/_history/1", 200, Resources.observation("own", "p1"));
        rig.upstream.on("GET /fhir/Observation/hidden", 200, Resources.observation("hidden", "p2"));
        rig.upstream.on("GET /fhir/Observation/broken", 200, "Canary");
        rig.upstream.on("GET /fhir/Observation/other", 200, Resources.observation("own", "p1"));
        rig.upstream.on("GET /fhir/Observation/gone", 410, "");
        rig.upstream.on("GET /fhir/Observation/forbidden", 403, "");
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private static String with(String more) {
        String observation = Resources.observation("x", "p1");
        return observation.substring(0, observation.length() - 1) + "," + more + "}";
    }

    private HttpResponse<String> create(String token, String more) throws Exception {
        return rig.write("POST", "/fhir/Observation", token, with(more));
    }

    private boolean wasWritten() {
        return rig.upstream.seen().stream()
                .map(FakeUpstream.Seen::line)
                .anyMatch(line -> line.startsWith("POST") || line.startsWith("PUT"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "broken", "other", "gone", "forbidden"})
    void hiddenReference_isRefused_byTheSameBytesAsOneThatIsNotThere(String id) throws Exception {
        String token = rig.patientToken(SCOPE);
        HttpResponse<String> hidden = create(token, "\"hasMember\":[{\"reference\":\"Observation/hidden\"}]");
        HttpResponse<String> other = create(token, "\"hasMember\":[{\"reference\":\"Observation/" + id + "\"}]");

        assertThat(hidden.statusCode()).isEqualTo(403);
        assertThat(other.statusCode()).isEqualTo(403);
        assertThat(other.body()).isEqualTo(hidden.body()).contains("Observation.hasMember[0]");
        assertThat(wasWritten()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"hasMember\":[{\"reference\":\"Observation/own\"}]",
                "\"hasMember\":[{\"reference\":\"Observation/own/_history/1\"}]",
                "\"hasMember\":[{\"reference\":\"https://localhost:9443/fhir/Observation/own\"}]",
                "\"hasMember\":[{\"reference\":\"Observation/own\",\"type\":\"Observation\"}]",
                "\"focus\":[{\"reference\":\"Patient/p1\"}]",
                "\"performer\":[{\"reference\":\"Practitioner/d1\"},{\"reference\":\"https://elsewhere.example/r4/Organization/1\"}]",
                "\"performer\":[{\"type\":\"Organization\",\"identifier\":{\"value\":\"1\"}}]",
                "\"performer\":[{\"display\":\"A name\"}]",
                "\"identifier\":[{\"value\":\"1\",\"assigner\":{\"identifier\":{\"value\":\"2\"}}}]",
                "\"contained\":[{\"resourceType\":\"Practitioner\",\"id\":\"d\"}],\"performer\":[{\"reference\":\"#d\"}]"
            })
    void referenceWithinReach_orToNothingOfAPatient_isWritten(String more) throws Exception {
        assertThat(create(rig.patientToken(SCOPE), more).statusCode()).isEqualTo(201);
        assertThat(wasWritten()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"focus\":[{\"reference\":\"Patient/p2\"}]",
                "\"focus\":[{\"reference\":\"Patient/p1\",\"type\":\"Group\"}]",
                "\"hasMember\":[{\"reference\":\"Observation?identifier=x\"}]",
                "\"focus\":[{\"reference\":\"Patient?identifier=x\"}]",
                "\"performer\":[{\"reference\":\"Practitioner?identifier=x\"}]",
                "\"focus\":[{\"reference\":\"urn:uuid:0d4c1d59-8a5b-4b1c-9a54-0d0b7a6f3c11\"}]",
                "\"focus\":[{\"reference\":\"https://elsewhere.example/fhir/Patient/p2\"}]",
                "\"hasMember\":[{\"reference\":\"https://elsewhere.example/fhir/Observation/hidden\"}]",
                "\"hasMember\":[{\"reference\":\"#nothing\"}]",
                "\"hasMember\":[{\"reference\":\"/Observation/own\"}]",
                "\"hasMember\":[{\"reference\":\"Observation/own/\"}]",
                "\"hasMember\":[{\"reference\":\"Observation/..\"}]",
                "\"hasMember\":[{\"reference\":\"Observation/%6fwn\"}]",
                "\"hasMember\":[{\"reference\":\"observation/own\"}]",
                "\"hasMember\":[{\"reference\":\"Observation/own#x\"}]",
                "\"hasMember\":[{\"reference\":\"Observation/own?x\"}]",
                "\"encounter\":{\"reference\":\"Encounter/e1\"}",
                "\"partOf\":[{\"reference\":\"Task/t1\"}]",
                "\"focus\":[{\"identifier\":{\"value\":\"MRN\"}}]",
                "\"focus\":[{\"type\":\"Patient\",\"identifier\":{\"value\":\"MRN\"}}]",
                "\"focus\":[{\"type\":\"http://hl7.org/fhir/StructureDefinition/Patient\",\"identifier\":{\"value\":\"1\"}}]",
                "\"extension\":[{\"url\":\"http://x\",\"valueReference\":{\"reference\":\"Patient/p2\"}}]",
                "\"contained\":[{\"resourceType\":\"Observation\",\"id\":\"c\",\"status\":\"final\",\"code\":{\"text\":\"c\"},"
                        + "\"subject\":{\"reference\":\"Patient/p2\"}}],\"hasMember\":[{\"reference\":\"#c\"}]"
            })
    void referenceThatCannotBeToldToBeWithinReach_isRefused_beforeAnythingIsAsked(String more) throws Exception {
        HttpResponse<String> response = create(rig.patientToken(SCOPE), more);

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(rig.upstream.seen()).isEmpty();
    }

    @Test
    void referenceToAnotherPatientOfTheList_isWritten() throws Exception {
        assertThat(create(rig.clinicianToken("user/Observation.cruds"), "\"focus\":[{\"reference\":\"Patient/p2\"}]")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void referencesOfATokenThatReachesEverything_areTheUpstreamsToCheck() throws Exception {
        assertThat(create(rig.systemToken("system/*.cruds"), "\"hasMember\":[{\"reference\":\"Observation/missing\"}]")
                        .statusCode())
                .isEqualTo(201);
        assertThat(rig.upstream.seen()).hasSize(1);
    }

    @Test
    void moreReferencesThanCanBeLookedUp_areRefused() throws Exception {
        StringBuilder members = new StringBuilder("{\"reference\":\"Observation/own\"}");
        for (int i = 0; i < GatewayLimits.defaults().resources().bodyReferences(); i++) {
            members.append(",{\"reference\":\"Observation/o").append(i).append("\"}");
        }
        HttpResponse<String> response = create(rig.patientToken(SCOPE), "\"hasMember\":[" + members + "]");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("too-costly");
        assertThat(rig.upstream.seen()).isEmpty();
    }

    @Test
    void sameReferenceManyTimes_isLookedUpOnce() throws Exception {
        String many = "{\"reference\":\"Observation/own\"}".repeat(60).replace("}{", "},{");

        assertThat(create(rig.patientToken(SCOPE), "\"hasMember\":[" + many + "]")
                        .statusCode())
                .isEqualTo(201);
        assertThat(rig.upstream.seen().stream().map(FakeUpstream.Seen::line).toList())
                .isEqualTo(List.of("GET /fhir/Observation/own", "POST /fhir/Observation"));
    }

    @Test
    void lookUp_followsTheDurableAttempt() throws Exception {
        rig.upstream.listener(line -> assertThat(rig.audit.entries()).isNotEmpty());

        HttpResponse<String> response =
                create(rig.patientToken(SCOPE), "\"hasMember\":[{\"reference\":\"Observation/hidden\"}]");

        assertThat(rig.entries(response, 2).getLast().reason()).isEqualTo("REFERENCE_OUTSIDE_REACH");
    }
}
