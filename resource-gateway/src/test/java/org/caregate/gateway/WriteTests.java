package org.caregate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Phase;
import org.caregate.gateway.rig.FakeUpstream;
import org.caregate.gateway.rig.Resources;
import org.caregate.gateway.rig.Rig;
import org.caregate.registry.revocation.Revocation.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** create and update through the whole gateway. */
class WriteTests {
    private static final String SCOPE = "patient/Observation.cruds";
    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig(Rig.limits().withBodyBytes(64 * 1024));
        rig.upstream.on("POST /fhir/Observation", exchange -> {
            exchange.getResponseHeaders().set("Location", rig.upstream.base() + "/Observation/new/_history/1");
            FakeUpstream.send(exchange, 201, "application/fhir+json", Resources.observation("new", "p1"));
        });
        rig.upstream.on("GET /fhir/Observation/o1", 200, Resources.observation("o1", "p1", "7", "vital-signs"));
        rig.upstream.on("GET /fhir/Observation/o2", 200, Resources.observation("o2", "p2", "3", "vital-signs"));
        rig.upstream.on("PUT /fhir/Observation/o1", 200, Resources.observation("o1", "p1", "8", "vital-signs"));
        rig.upstream.on("PUT /fhir/Observation/o2", 200, Resources.observation("o2", "p1", "4", "vital-signs"));
        rig.upstream.on("PUT /fhir/Observation/o9", 201, Resources.observation("o9", "p1", "1", "vital-signs"));
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private List<String> lines() {
        return rig.upstream.seen().stream().map(FakeUpstream.Seen::line).toList();
    }

    @Test
    void createInTheOwnCompartment_isForwarded_withLocationRewritten() throws Exception {
        List<Integer> entriesWhenForwarded = new CopyOnWriteArrayList<>();
        rig.upstream.listener(
                line -> entriesWhenForwarded.add(rig.audit.entries().size()));

        HttpResponse<String> response =
                rig.write("POST", "/fhir/Observation", rig.patientToken(SCOPE), Resources.observation("x", "p1"));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Location"))
                .hasValue("https://localhost:9443/fhir/Observation/new/_history/1");
        assertThat(response.headers().firstValue("ETag")).hasValue("W/\"1\"");
        assertThat(entriesWhenForwarded).containsExactly(1);
        List<AuditEntry> entries = rig.entries(response, 3);
        assertThat(entries)
                .extracting(AuditEntry::phase)
                .containsExactly(Phase.ATTEMPT, Phase.RELEASE, Phase.COMPLETION);
        assertThat(entries.getFirst().sensitive().patients()).containsExactly("p1");
    }

    @Test
    void createForAnotherPatient_is403_andNotForwarded() throws Exception {
        HttpResponse<String> response =
                rig.write("POST", "/fhir/Observation", rig.patientToken(SCOPE), Resources.observation("x", "p2"));

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(rig.upstream.seen()).isEmpty();
        assertThat(rig.entries(response, 1).getLast().reason()).isEqualTo("BODY_OUTSIDE_REACH");
    }

    @Test
    void createNamingTheUpstreamsOwnAddress_isReadAsThatPatient() throws Exception {
        String body = Resources.observation("x", "p1")
                .replace("\"Patient/p1\"", "\"" + rig.upstream.base() + "/Patient/p2\"");

        assertThat(rig.write("POST", "/fhir/Observation", rig.patientToken(SCOPE), body)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void ourAddressInABody_isRelativeForTheUpstream() throws Exception {
        String body = Resources.observation("x", "p1").replace("\"Patient/p1\"", "\"" + Rig.BASE + "/Patient/p1\"");

        assertThat(rig.write("POST", "/fhir/Observation", rig.patientToken(SCOPE), body)
                        .statusCode())
                .isEqualTo(201);
        assertThat(rig.upstream.seen().getFirst().body()).contains("\"Patient/p1\"");
    }

    @Test
    void addressesOfDefinitions_areNotTouched_andWhatWasSubmittedComesBack() throws Exception {
        String more = ",\"performer\":[{\"reference\":\"" + Rig.BASE + "/Practitioner/d1\"}],"
                + "\"extension\":[{\"url\":\"" + Rig.BASE + "/StructureDefinition/x\","
                + "\"valueAttachment\":{\"url\":\"" + Rig.BASE + "/Binary/b\"}}],"
                + "\"valueCodeableConcept\":{\"coding\":[{\"system\":\"" + Rig.BASE + "/CodeSystem/x\"}]}}";
        String body = Resources.observation("x", "p1").replace(",\"valueQuantity\":{\"value\":70.10}}", more);
        rig.upstream.on(
                "POST /fhir/Observation",
                exchange -> FakeUpstream.send(
                        exchange,
                        201,
                        "application/fhir+json",
                        rig.upstream.seen().getLast().body()));

        HttpResponse<String> response = rig.write("POST", "/fhir/Observation", rig.patientToken(SCOPE), body);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo(body);
        assertThat(rig.upstream.seen().getLast().body())
                .contains("\"Practitioner/d1\"", "\"Binary/b\"")
                .contains("\"" + Rig.BASE + "/StructureDefinition/x\"", "\"" + Rig.BASE + "/CodeSystem/x\"");
    }

    @Test
    void addressesOfDefinitionsBelowTheUpstreamsBase_areReadAsTheyAreStored() throws Exception {
        String definition = rig.upstream.base() + "/StructureDefinition/x";
        rig.upstream.on(
                "GET /fhir/Observation/o3",
                200,
                Resources.observation("o3", "p1")
                        .replace(
                                "\"status\"",
                                "\"extension\":[{\"url\":\"" + definition + "\",\"valueAttachment\":{\"url\":\""
                                        + rig.upstream.base() + "/Binary/b\"}}],\"status\"")
                        .replace("\"Patient/p1\"", "\"" + rig.upstream.base() + "/Patient/p1\""));

        HttpResponse<String> response = rig.get("/fhir/Observation/o3", rig.patientToken(SCOPE));

        assertThat(response.body())
                .contains("\"" + definition + "\"")
                .contains("\"" + Rig.BASE + "/Binary/b\"", "\"" + Rig.BASE + "/Patient/p1\"");
    }

    @Test
    void createOfAnotherTypeThanThePath_is400() throws Exception {
        assertThat(rig.write("POST", "/fhir/Observation", rig.patientToken("patient/*.cruds"), Resources.patient("p1"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(rig.upstream.seen()).isEmpty();
    }

    @Test
    void createOfAPatient_underTheIdOfTheOwnOne_is403_becauseItWouldBeAnother() throws Exception {
        HttpResponse<String> response =
                rig.write("POST", "/fhir/Patient", rig.patientToken("patient/Patient.c"), Resources.patient("p1"));

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(rig.upstream.seen()).isEmpty();
    }

    @Test
    void createOutsideTheCategory_is403() throws Exception {
        String token = rig.patientToken("patient/Observation.c?category="
                + "http://terminology.hl7.org/CodeSystem/observation-category%7Cvital-signs");

        assertThat(rig.write("POST", "/fhir/Observation", token, Resources.observation("x", "p1", "1", "laboratory"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(rig.upstream.seen()).isEmpty();
    }

    @Test
    void update_provesTheStoredVersion_andForwardsWithIfMatch() throws Exception {
        HttpResponse<String> response =
                rig.write("PUT", "/fhir/Observation/o1", rig.patientToken(SCOPE), Resources.observation("o1", "p1"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(lines()).containsExactly("GET /fhir/Observation/o1", "PUT /fhir/Observation/o1");
        assertThat(rig.upstream.seen().getLast().headers().getFirst("If-Match")).isEqualTo("W/\"7\"");
    }

    @Test
    void updateThatTakesAnothersResource_isTheSame404_asAMissingOne() throws Exception {
        String token = rig.patientToken(SCOPE);
        HttpResponse<String> foreign =
                rig.write("PUT", "/fhir/Observation/o2", token, Resources.observation("o2", "p1"));
        HttpResponse<String> missing =
                rig.write("PUT", "/fhir/Observation/o9", token, Resources.observation("o9", "p1"));

        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(foreign.body()).isEqualTo(missing.body());
        assertThat(lines()).containsExactly("GET /fhir/Observation/o2", "GET /fhir/Observation/o9");
        assertThat(rig.entries(missing, 2).getLast().reason()).isEqualTo("UPDATE_AS_CREATE");
        assertThat(rig.entries(foreign, 2).getLast().reason()).isEqualTo("OUTSIDE_COMPARTMENT");
    }

    @Test
    void updateOfWhatCannotBeRead_isTheSame404() throws Exception {
        rig.upstream.on("GET /fhir/Observation/o2", 200, "Canary");
        String token = rig.patientToken(SCOPE);

        HttpResponse<String> broken =
                rig.write("PUT", "/fhir/Observation/o2", token, Resources.observation("o2", "p1"));

        assertThat(broken.statusCode()).isEqualTo(404);
        assertThat(broken.body())
                .isEqualTo(rig.write("PUT", "/fhir/Observation/o9", token, Resources.observation("o9", "p1"))
                        .body());
        assertThat(lines()).noneMatch(line -> line.startsWith("PUT"));
        assertThat(rig.entries(broken, 2).getLast().reason()).isEqualTo("NOT_THE_FHIR_WE_READ");
    }

    @ParameterizedTest
    @CsvSource({"GRANT, g-anna", "CLIENT, app", "PERSON, anna"})
    void updateOfATokenThatIsRevoked_afterTheStoredVersionWasRead_isNotForwarded(Kind kind, String value)
            throws Exception {
        rig.upstream.listener(line -> {
            rig.revoke(kind, value);
            rig.view.refresh();
        });

        HttpResponse<String> response =
                rig.write("PUT", "/fhir/Observation/o1", rig.patientToken(SCOPE), Resources.observation("o1", "p1"));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(lines()).containsExactly("GET /fhir/Observation/o1");
        assertThat(rig.entries(response, 2).getLast().reason()).isEqualTo("TOKEN_REVOKED");
    }

    @Test
    void updateWhileNobodyCanTell_afterTheStoredVersionWasRead_isNotForwarded() throws Exception {
        rig.upstream.listener(line -> rig.nanos.addAndGet(Duration.ofSeconds(6).toNanos()));

        HttpResponse<String> response =
                rig.write("PUT", "/fhir/Observation/o1", rig.patientToken(SCOPE), Resources.observation("o1", "p1"));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(lines()).containsExactly("GET /fhir/Observation/o1");
    }

    @Test
    void updateThatGivesTheOwnResourceAway_is403() throws Exception {
        assertThat(rig.write("PUT", "/fhir/Observation/o1", rig.patientToken(SCOPE), Resources.observation("o1", "p2"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(rig.upstream.seen()).isEmpty();
    }

    @Test
    void updateWithAnotherIdInTheBody_is400() throws Exception {
        assertThat(rig.write("PUT", "/fhir/Observation/o1", rig.patientToken(SCOPE), Resources.observation("o3", "p1"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(rig.upstream.seen()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true, p1, p2", "true, p2, p1", "false, p1, p2"})
    void updateThatMovesARecordToAnotherPatient_is422_whoeverAsks_andNamesBoth(
            boolean clinician, String from, String to) throws Exception {
        rig.upstream.on("GET /fhir/Observation/o1", 200, Resources.observation("o1", from, "7", "vital-signs"));
        String token =
                clinician ? rig.clinicianToken("user/Observation.cruds") : rig.systemToken("system/Observation.cruds");
        String body = Resources.observation("o1", to)
                .replace("\"status\"", "\"performer\":[{\"reference\":\"Patient/" + from + "\"}],\"status\"");

        HttpResponse<String> response = rig.write("PUT", "/fhir/Observation/o1", token, body);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(lines()).containsExactly("GET /fhir/Observation/o1");
        AuditEntry ended = rig.entries(response, 2).getLast();
        assertThat(ended.reason()).isEqualTo("RECORD_WOULD_MOVE");
        assertThat(ended.sensitive().patients()).containsExactlyInAnyOrder("p1", "p2");
    }

    @Test
    void updateThatLeavesThePatientOut_is422() throws Exception {
        String body = Resources.observation("o1", "p1").replace("\"subject\":{\"reference\":\"Patient/p1\"},", "");

        assertThat(rig.write("PUT", "/fhir/Observation/o1", rig.systemToken("system/Observation.cruds"), body)
                        .statusCode())
                .isEqualTo(422);
        assertThat(lines()).containsExactly("GET /fhir/Observation/o1");
    }

    @Test
    void updateThatGivesARecordWithoutAPatientToOne_isWritten_andNamesThatPatient() throws Exception {
        rig.upstream.on(
                "GET /fhir/Observation/o1",
                200,
                Resources.observation("o1", "p1", "7", "vital-signs")
                        .replace("\"subject\":{\"reference\":\"Patient/p1\"},", ""));

        HttpResponse<String> response = rig.write(
                "PUT", "/fhir/Observation/o1", rig.systemToken("system/*.cruds"), Resources.observation("o1", "p1"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(rig.entries(response, 3).getFirst().sensitive().patients()).containsExactly("p1");
    }

    @Test
    void update_namesThePatientsOfTheVersionItReplaces() throws Exception {
        rig.upstream.on(
                "GET /fhir/Observation/o1",
                200,
                Resources.observation("o1", "p1", "7", "vital-signs")
                        .replace("\"status\"", "\"performer\":[{\"reference\":\"Patient/p2\"}],\"status\""));

        HttpResponse<String> response = rig.write(
                "PUT",
                "/fhir/Observation/o1",
                rig.clinicianToken("user/Observation.cruds"),
                Resources.observation("o1", "p1"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(rig.entries(response, 3).getLast().sensitive().patients()).containsExactlyInAnyOrder("p1", "p2");
    }

    @Test
    void callersIfMatch_isHonoured() throws Exception {
        String body = Resources.observation("o1", "p1");
        assertThat(rig.write("PUT", "/fhir/Observation/o1", rig.patientToken(SCOPE), body, "If-Match", "W/\"6\"")
                        .statusCode())
                .isEqualTo(412);
        assertThat(lines()).containsExactly("GET /fhir/Observation/o1");
        assertThat(rig.write("PUT", "/fhir/Observation/o1", rig.patientToken(SCOPE), body, "If-Match", "W/\"7\"")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void changeInBetween_isTheUpstreams412_inOurWords() throws Exception {
        rig.upstream.on("PUT /fhir/Observation/o1", 412, "{\"resourceType\":\"OperationOutcome\",\"text\":\"Canary\"}");

        HttpResponse<String> response =
                rig.write("PUT", "/fhir/Observation/o1", rig.patientToken(SCOPE), Resources.observation("o1", "p1"));

        assertThat(response.statusCode()).isEqualTo(412);
        assertThat(response.body()).doesNotContain("Canary");
    }

    @Test
    void upstreamsRefusals_keepTheirStatus_andLoseTheirWords() throws Exception {
        for (int status : List.of(409, 412, 422, 400)) {
            rig.upstream.on(
                    "POST /fhir/Observation", status, "{\"resourceType\":\"OperationOutcome\",\"x\":\"Canary\"}");
            HttpResponse<String> response =
                    rig.write("POST", "/fhir/Observation", rig.patientToken(SCOPE), Resources.observation("x", "p1"));
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.body()).doesNotContain("Canary").contains("OperationOutcome");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "[]",
                "{\"resourceType\":\"Observation\"",
                "{\"resourceType\":\"Nonsense\"}",
                "{\"resourceType\":\"Observation\"} {}",
                "{\"resourceType\":\"Observation\",\"subject\":{\"reference\":\"Patient/p1\"},"
                        + "\"subject\":{\"reference\":\"Patient/p2\"}}",
                "{\"resourceType\":\"Observation\",\"x\":NaN}",
                "{\"resourceType\":\"Observation\",}",
                "{\"resourceType\":\"Observation\",\"id\":\"../x\"}",
                "{\"resourceType\":\"Observation\",\"status\":\"final\"}"
            })
    void bodyThatIsNotOneResource_is400_andNotForwarded(String body) throws Exception {
        HttpResponse<String> response = rig.write("POST", "/fhir/Observation", rig.patientToken(SCOPE), body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("OperationOutcome");
        assertThat(rig.upstream.seen()).isEmpty();
    }

    @Test
    void bodyTooDeep_is400() throws Exception {
        String deep = "{\"resourceType\":\"Observation\",\"x\":" + "[".repeat(100) + "]".repeat(100) + "}";

        assertThat(rig.write("POST", "/fhir/Observation", rig.patientToken(SCOPE), deep)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void bodyTooLarge_is413() throws Exception {
        String large = Resources.observation("x", "p1").replace("weight", "w".repeat(70_000));

        HttpResponse<String> response = rig.write("POST", "/fhir/Observation", rig.patientToken(SCOPE), large);

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(rig.upstream.seen()).isEmpty();
        assertThat(rig.entries(response, 1).getFirst().reason()).isEqualTo("TOO_LARGE");
    }
}
