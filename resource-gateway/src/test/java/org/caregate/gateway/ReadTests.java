package org.caregate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.entry.Phase;
import org.caregate.gateway.rig.Resources;
import org.caregate.gateway.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** read and vread through the whole gateway. */
class ReadTests {
    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig();
        rig.upstream.on("GET /fhir/Patient/p1", 200, Resources.patient("p1"));
        rig.upstream.on("GET /fhir/Patient/p2", 200, Resources.patient("p2"));
        rig.upstream.on("GET /fhir/Observation/o1", 200, Resources.observation("o1", "p1"));
        rig.upstream.on("GET /fhir/Observation/o2", 200, Resources.observation("o2", "p2"));
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void ownRecord_isReleased_withOneEntryForAttemptAndRelease() throws Exception {
        HttpResponse<String> response = rig.get("/fhir/Patient/p1", rig.patientToken("patient/Patient.r"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(Resources.patient("p1"));
        assertThat(response.headers().firstValue("ETag")).hasValue("W/\"1\"");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/fhir+json");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        List<AuditEntry> entries = rig.entries(response);
        assertThat(entries).extracting(AuditEntry::phase).containsExactly(Phase.SINGLE);
        assertThat(entries.getFirst().outcome()).isEqualTo(Outcome.PERMITTED);
        assertThat(entries.getFirst().sensitive().patients()).containsExactly("p1");
        assertThat(entries.getFirst().sensitive().resources()).containsExactly("Patient/p1");
        assertThat(entries.getFirst().requestLine()).isEqualTo("GET /fhir/Patient/{id}");
    }

    @Test
    void ownRecordThatIsNotThere_isSaidToHaveBeenRefused_afterTheEntryThatPermittedIt() throws Exception {
        rig.upstream.on("GET /fhir/Patient/p1", 404, "{}");
        HttpResponse<String> response = rig.get("/fhir/Patient/p1", rig.patientToken("patient/Patient.r"));

        assertThat(response.statusCode()).isEqualTo(404);
        List<AuditEntry> entries = rig.entries(response, 2);
        assertThat(entries).extracting(AuditEntry::phase).containsExactly(Phase.SINGLE, Phase.COMPLETION);
        assertThat(entries.getLast().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(entries.getLast().httpStatus()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"/fhir/Patient/p2", "/fhir/Patient/p2/_history/1"})
    void patientByItsId_namesPatientAndResource_soThatOneEntryIsAttemptAndRelease(String path) throws Exception {
        rig.upstream.on("GET /fhir/Patient/p2/_history/1", 200, Resources.patient("p2"));
        for (String token : List.of(rig.systemToken("system/Patient.rs"), rig.clinicianToken("user/Patient.rs"))) {
            HttpResponse<String> response = rig.get(path, token);

            assertThat(response.statusCode()).isEqualTo(200);
            List<AuditEntry> entries = rig.entries(response);
            assertThat(entries).extracting(AuditEntry::phase).containsExactly(Phase.SINGLE);
            assertThat(entries.getFirst().sensitive().patients()).containsExactly("p2");
            assertThat(entries.getFirst().sensitive().resources()).containsExactly("Patient/p2");
        }
    }

    @Test
    void systemReadOfAnythingElse_recordsThePatientsBeforeTheyLeave() throws Exception {
        HttpResponse<String> response = rig.get("/fhir/Observation/o2", rig.systemToken("system/Observation.rs"));

        List<AuditEntry> entries = rig.entries(response, 3);
        assertThat(entries)
                .extracting(AuditEntry::phase)
                .containsExactly(Phase.ATTEMPT, Phase.RELEASE, Phase.COMPLETION);
        assertThat(entries.get(1).sensitive().patients()).containsExactly("p2");
    }

    @Test
    void whoAskedFromWhere_isSealedOnceAnExchange_andTheOthersAreJoinedToIt() throws Exception {
        HttpResponse<String> response = rig.get("/fhir/Observation/o2", rig.clinicianToken("user/Observation.rs"));

        List<AuditEntry> entries = rig.entries(response, 3);
        assertThat(entries.getFirst().sensitive().sourceAddress()).isEqualTo("127.0.0.1");
        assertThat(entries.getFirst().sensitive().userAgent()).startsWith("Java-http-client");
        assertThat(entries.getFirst().scopes()).isEqualTo("user/Observation.rs");
        assertThat(entries.subList(1, 3)).allSatisfy(entry -> {
            assertThat(entry.sensitive().sourceAddress()).isNull();
            assertThat(entry.sensitive().userAgent()).isNull();
            assertThat(entry.person()).isEqualTo("drew");
            assertThat(entry.client()).isEqualTo("clinic");
            assertThat(entry.exchangeId()).isEqualTo(entries.getFirst().exchangeId());
        });
    }

    @Test
    void resourceOfTheOwnCompartment_isReleased_andTheDecimalKeepsItsDigits() throws Exception {
        HttpResponse<String> response = rig.get("/fhir/Observation/o1", rig.patientToken("patient/Observation.rs"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(Resources.observation("o1", "p1")).contains("70.10");
    }

    @Test
    void clinicianRead_recordsAttempt_thenTheReleasedPatient_thenCompletion() throws Exception {
        HttpResponse<String> response = rig.get("/fhir/Observation/o2", rig.clinicianToken("user/Observation.rs"));

        assertThat(response.statusCode()).isEqualTo(200);
        List<AuditEntry> entries = rig.entries(response, 3);
        assertThat(entries)
                .extracting(AuditEntry::phase)
                .containsExactly(Phase.ATTEMPT, Phase.RELEASE, Phase.COMPLETION);
        assertThat(entries.get(1).sensitive().patients()).containsExactly("p2");
        assertThat(entries.get(1).sensitive().resources()).containsExactly("Observation/o2");
        assertThat(entries.getFirst().person()).isEqualTo("drew");
        assertThat(entries.getFirst().client()).isEqualTo("clinic");
        assertThat(entries.getFirst().policyVersion()).isNotBlank();
    }

    @Test
    void idOutOfReach_isTheSame404_asAMissingOne_byteForByte() throws Exception {
        String token = rig.patientToken("patient/Observation.rs");
        HttpResponse<String> foreign = rig.get("/fhir/Observation/o2", token);
        HttpResponse<String> missing = rig.get("/fhir/Observation/o9", token);

        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(foreign.body()).isEqualTo(missing.body());
        assertThat(fieldsWithoutIds(foreign)).isEqualTo(fieldsWithoutIds(missing));
        List<AuditEntry> entries = rig.entries(foreign, 2);
        assertThat(entries.getLast().reason()).isEqualTo("OUT_OF_REACH_COMPARTMENT");
        assertThat(entries.getLast().outcome()).isEqualTo(Outcome.REFUSED);
    }

    private static Map<String, List<String>> fieldsWithoutIds(HttpResponse<?> response) {
        Map<String, List<String>> fields = new TreeMap<>(response.headers().map());
        assertThat(fields).containsKey("x-request-id");
        fields.remove("x-request-id");
        fields.remove("date");
        return fields;
    }

    @Test
    void otherPatientsRecord_is404_andTheBodySaysNothingOfIt() throws Exception {
        HttpResponse<String> response = rig.get("/fhir/Patient/p2", rig.patientToken("patient/Patient.r"));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).doesNotContain("Canary").doesNotContain("p2");
    }

    @Test
    void typeNotInScope_is403_withTheLeastScopeInTheChallenge_andNothingIsForwarded() throws Exception {
        HttpResponse<String> response = rig.get("/fhir/Observation/o1", rig.patientToken("patient/Patient.r"));

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Bearer ")
                .contains("error=\"insufficient_scope\"")
                .contains("scope=\"patient/Observation.r\"")
                .contains("resource_metadata=\"https://localhost:9443/.well-known/oauth-protected-resource/fhir\"");
        assertThat(response.body()).contains("OperationOutcome");
        assertThat(rig.upstream.seen()).isEmpty();
        assertThat(rig.entries(response)).singleElement().satisfies(entry -> {
            assertThat(entry.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(entry.reason()).isEqualTo("TYPE_NOT_IN_SCOPE");
        });
    }

    @Test
    void upstream_seesItsOwnCredential_andNothingOfTheCallers() throws Exception {
        String token = rig.patientToken("patient/Patient.r");
        HttpResponse<String> response = rig.send(rig.request("/fhir/Patient/p1")
                .header("Authorization", "Bearer " + token)
                .header("Cookie", "session=secret")
                .header("X-Forwarded-For", "1.2.3.4")
                .header("X-Request-Id", "chosen-by-the-caller"));

        assertThat(response.statusCode()).isEqualTo(200);
        var seen = rig.upstream.seen().getFirst();
        assertThat(seen.headers().get("Authorization")).containsExactly("Bearer " + Rig.CREDENTIAL);
        assertThat(seen.headers()).doesNotContainKeys("Cookie", "X-forwarded-for", "Accept-encoding");
        assertThat(seen.headers().getFirst("X-request-id"))
                .isEqualTo(response.headers().firstValue("X-Request-Id").orElseThrow())
                .isNotEqualTo("chosen-by-the-caller");
    }

    @Test
    void categoryRestriction_isEnforcedOnTheResult() throws Exception {
        rig.upstream.on("GET /fhir/Observation/lab", 200, Resources.observation("lab", "p1", "1", "laboratory"));
        String token = rig.patientToken("patient/Observation.rs?category="
                + "http://terminology.hl7.org/CodeSystem/observation-category%7Cvital-signs");

        assertThat(rig.get("/fhir/Observation/lab", token).statusCode()).isEqualTo(404);
        assertThat(rig.get("/fhir/Observation/o1", token).statusCode()).isEqualTo(200);
    }

    @Test
    void vread_isProvedLikeARead() throws Exception {
        rig.upstream.on("GET /fhir/Observation/o1/_history/1", 200, Resources.observation("o1", "p1"));
        rig.upstream.on("GET /fhir/Observation/o2/_history/1", 200, Resources.observation("o2", "p2"));
        String token = rig.patientToken("patient/Observation.rs");

        assertThat(rig.get("/fhir/Observation/o1/_history/1", token).statusCode())
                .isEqualTo(200);
        assertThat(rig.get("/fhir/Observation/o2/_history/1", token).statusCode())
                .isEqualTo(404);
    }

    @Test
    void absoluteReferencesOfTheUpstream_becomeOurs_andStillProve() throws Exception {
        String reference = rig.upstream.base() + "/Patient/p1";
        rig.upstream.on(
                "GET /fhir/Observation/o3",
                200,
                Resources.observation("o3", "p1").replace("\"Patient/p1\"", "\"" + reference + "\""));

        HttpResponse<String> response = rig.get("/fhir/Observation/o3", rig.patientToken("patient/Observation.rs"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains(Rig.BASE + "/Patient/p1")
                .doesNotContain(rig.upstream.base().toString());
    }

    @Test
    void subjectBeforeResourceType_isProvedAllTheSame() throws Exception {
        rig.upstream.on(
                "GET /fhir/Observation/o4",
                200,
                "{\"subject\":{\"reference\":\"Patient/p2\"},\"id\":\"o4\",\"resourceType\":\"Observation\"}");
        rig.upstream.on(
                "GET /fhir/Observation/o5",
                200,
                "{\"subject\":{\"reference\":\"Patient/p1\"},\"id\":\"o5\",\"resourceType\":\"Observation\"}");
        String token = rig.patientToken("patient/Observation.rs");

        assertThat(rig.get("/fhir/Observation/o4", token).statusCode()).isEqualTo(404);
        assertThat(rig.get("/fhir/Observation/o5", token).statusCode()).isEqualTo(200);
    }

    @Test
    void anotherResourceThanAsked_isNotReleased() throws Exception {
        rig.upstream.on("GET /fhir/Observation/o6", 200, Resources.observation("o1", "p1"));

        HttpResponse<String> response = rig.get("/fhir/Observation/o6", rig.patientToken("patient/Observation.rs"));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).doesNotContain("weight");
        assertThat(rig.entries(response, 2).getLast().reason()).isEqualTo("ANOTHER_RESOURCE");
        assertThat(rig.get("/fhir/Observation/o6", rig.systemToken("system/*.rs"))
                        .statusCode())
                .isEqualTo(502);
    }
}
