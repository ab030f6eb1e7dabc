package org.caregate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.caregate.gateway.rig.Resources;
import org.caregate.gateway.rig.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Invariant 1: without its entry nothing leaves, and the gateway recovers by itself. */
class AuditTests {
    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig();
        rig.upstream.on("GET /fhir/Patient/p1", 200, Resources.patient("p1"));
        rig.upstream.on("GET /fhir/Observation/o1", 200, Resources.observation("o1", "p1"));
        rig.upstream.on("GET /fhir/Observation", 200, Resources.bundle(Resources.observation("o1", "p1")));
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void attemptThatCannotBeRecorded_is503_andNothingIsReleased_untilTheLogIsBack() throws Exception {
        String token = rig.patientToken("patient/Patient.r");
        rig.audit.failFromNowOn();

        HttpResponse<String> response = rig.get("/fhir/Patient/p1", token);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("OperationOutcome").doesNotContain("Canary");

        rig.audit.recover();
        assertThat(rig.get("/fhir/Patient/p1", token).statusCode()).isEqualTo(200);
    }

    @Test
    void releaseThatCannotBeRecorded_is503_andNothingIsReleased() throws Exception {
        rig.upstream.listener(line -> rig.audit.failFromNowOn()); // the attempt is in, the release is not

        HttpResponse<String> read = rig.get("/fhir/Observation/o1", rig.clinicianToken("user/Observation.rs"));

        assertThat(read.statusCode()).isEqualTo(503);
        assertThat(read.body()).doesNotContain("weight");
    }

    @Test
    void partThatCannotBeRecorded_is503_andNothingIsReleased() throws Exception {
        rig.upstream.listener(line -> rig.audit.failFromNowOn());

        HttpResponse<String> search = rig.get("/fhir/Observation", rig.patientToken("patient/Observation.rs"));

        assertThat(search.statusCode()).isEqualTo(503);
        assertThat(search.body()).doesNotContain("weight");
    }

    @Test
    void writeThatCannotBeRecorded_isNotForwarded() throws Exception {
        rig.audit.failFromNowOn();

        HttpResponse<String> response = rig.write(
                "POST",
                "/fhir/Observation",
                rig.patientToken("patient/Observation.cruds"),
                Resources.observation("x", "p1"));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(rig.upstream.seen()).isEmpty();
    }

    @Test
    void refusalOfABodyThatCannotBeRecorded_is503() throws Exception {
        rig.audit.failFromNowOn();

        HttpResponse<String> response = rig.write(
                "POST",
                "/fhir/Observation",
                rig.patientToken("patient/Observation.cruds"),
                Resources.observation("x", "p2"));

        assertThat(response.statusCode()).isEqualTo(503);
    }

    @Test
    void refusalThatCannotBeRecorded_is503() throws Exception {
        rig.audit.failFromNowOn();

        assertThat(rig.get("/fhir/Observation/o1", rig.patientToken("patient/Patient.r"))
                        .statusCode())
                .isEqualTo(503);
        assertThat(rig.send(rig.request("/fhir/Patient/p1")).statusCode()).isEqualTo(503);
    }
}
