package org.caregate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.caregate.audit.AuditLog;
import org.caregate.audit.AuditReceipt;
import org.caregate.audit.PromisedReceipt;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.entry.Phase;
import org.caregate.gateway.rig.Resources;
import org.caregate.gateway.rig.Rig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A bug is told to the caller as 500, without a word of it, and to the audit log. */
class InternalErrorTests {
    /** A log that fails as no log should, where a test wants it. */
    private static final class Broken implements AuditLog {
        private final AuditLog log;
        private volatile @Nullable Phase phase;

        Broken(AuditLog log) {
            this.log = log;
        }

        private void breakAt(AuditEntry entry) {
            if (entry.phase() == phase) {
                throw new IllegalArgumentException("Canary: a bug");
            }
        }

        @Override
        public AuditReceipt record(AuditEntry entry) {
            return log.record(entry);
        }

        @Override
        public PromisedReceipt submit(AuditEntry entry) {
            breakAt(entry);
            return log.submit(entry);
        }

        @Override
        public void follow(AuditEntry entry) {
            log.follow(entry);
        }

        @Override
        public void enlist(AuditEntry entry) {
            log.enlist(entry);
        }
    }

    private static void assertIs500(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("OperationOutcome").doesNotContain("Canary");
    }

    @Test
    @SuppressWarnings("NullAway") // what is broken is that there are none
    void bugBeforeTheDecision_isAnInternalError_thatIsAudited() throws Exception {
        try (Rig rig = new Rig()) {
            String token = rig.patientToken("patient/Patient.r");
            rig.roles.set(null);

            HttpResponse<String> response = rig.get("/fhir/Patient/p1", token);

            assertIs500(response);
            assertThat(rig.entries(response)).singleElement().satisfies(entry -> {
                assertThat(entry.action()).isEqualTo(Action.RESOURCE_OTHER);
                assertThat(entry.outcome()).isEqualTo(Outcome.FAILED);
                assertThat(entry.reason()).isEqualTo("INTERNAL_ERROR");
            });
            assertThat(rig.upstream.seen()).isEmpty();
        }
    }

    @Test
    @SuppressWarnings("NullAway")
    void bugThatCannotBeAudited_is503() throws Exception {
        try (Rig rig = new Rig()) {
            String token = rig.patientToken("patient/Patient.r");
            rig.roles.set(null);
            rig.audit.failFromNowOn();

            assertThat(rig.get("/fhir/Patient/p1", token).statusCode()).isEqualTo(503);
        }
    }

    @Test
    @SuppressWarnings("NullAway")
    void bugsThatOneNetworkCauses_areCountedAfterTheFirst() throws Exception {
        try (Rig rig = new Rig()) {
            rig.roles.set(null);
            for (int i = 0; i < 8; i++) {
                assertThat(rig.send(rig.request("/fhir/Patient/p1")).statusCode())
                        .isEqualTo(500);
            }
            assertThat(rig.audit.entries()).hasSize(5);
        }
    }

    @Test
    void bugAfterTheAttempt_completesItAsAnInternalError_andReleasesNothing() throws Exception {
        List<Broken> logs = new java.util.ArrayList<>();
        try (Rig rig = new Rig(Rig.limits(), log -> {
            logs.add(new Broken(log));
            return logs.getFirst();
        })) {
            rig.upstream.on("GET /fhir/Observation/o1", 200, Resources.observation("o1", "p1"));
            logs.getFirst().phase = Phase.RELEASE;

            HttpResponse<String> response = rig.get("/fhir/Observation/o1", rig.clinicianToken("user/Observation.rs"));

            assertIs500(response);
            assertThat(response.body()).doesNotContain("weight");
            assertThat(rig.entries(response, 2))
                    .satisfiesExactly(attempt -> assertThat(attempt.phase()).isEqualTo(Phase.ATTEMPT), completion -> {
                        assertThat(completion.phase()).isEqualTo(Phase.COMPLETION);
                        assertThat(completion.outcome()).isEqualTo(Outcome.FAILED);
                        assertThat(completion.reason()).isEqualTo("INTERNAL_ERROR");
                    });
        }
    }

    @Test
    void refusalsOfStrangers_passOneFloodTest_whateverRefusesThem() throws Exception {
        try (Rig rig = new Rig()) {
            for (int i = 0; i < 8; i++) {
                assertThat(rig.send(rig.request("/fhir/Patient/p1")).statusCode())
                        .isEqualTo(401);
            }
            assertThat(rig.audit.entries()).as("no token").hasSize(5);
            rig.audit.clear();
            for (int i = 0; i < 8; i++) {
                assertThat(rig.send(rig.request("/fhir/Observation/_search")
                                        .header("Content-Type", "application/x-www-form-urlencoded")
                                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString("x".repeat(20_000))))
                                .statusCode())
                        .isEqualTo(413);
            }
            assertThat(rig.audit.entries()).as("a form that is too large").hasSize(5);
            rig.audit.clear();
            for (int i = 0; i < 8; i++) {
                assertThat(rig.send(rig.request("/fhir/Patient/p1").header("X-Long", "x".repeat(20_000)))
                                .statusCode())
                        .isEqualTo(431);
            }
            assertThat(rig.audit.entries()).as("no request at all").hasSize(5);
        }
    }
}
