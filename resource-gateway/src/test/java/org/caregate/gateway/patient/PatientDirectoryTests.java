package org.caregate.gateway.patient;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.TracerProvider;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.caregate.audit.AuditReceipt;
import org.caregate.audit.InMemoryAuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.edge.tls.TestTls;
import org.caregate.gateway.patient.PatientDirectory.Name;
import org.caregate.gateway.rig.FakeUpstream;
import org.caregate.gateway.upstream.Forwarder;
import org.caregate.gateway.upstream.UpstreamSettings;
import org.caregate.gateway.upstream.UpstreamSettings.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatientDirectoryTests {
    private static final AuditReceipt NAMES_SHOWN = InMemoryAuditLog.receipt(
            AuditEntry.of(Instant.EPOCH, "exchange-1", Action.RESOURCE_READ, Outcome.PERMITTED)
                    .build(),
            0);
    private static final int MAX_BYTES = 4096;

    private FakeUpstream upstream;
    private Forwarder forwarder;
    private PatientDirectory directory;

    @BeforeEach
    void start() throws Exception {
        upstream = new FakeUpstream();
        forwarder = new Forwarder(
                new UpstreamSettings(
                        upstream.base(),
                        new Secret("credential"),
                        TestTls.client(),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(20),
                        8),
                "localhost",
                TracerProvider.noop().get("test"));
        directory = new PatientDirectory(forwarder, 16, MAX_BYTES);
    }

    @AfterEach
    void stop() {
        directory.close();
        forwarder.close();
        upstream.close();
    }

    private static String patient(String id, String more) {
        return "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"" + more + "}";
    }

    private Map<String, Name> namesOf(String... ids) {
        return directory.namesOf(List.of(ids), NAMES_SHOWN);
    }

    @Test
    void nameAndBirthDate_areReadOfTheFirstName_underTheEntrysExchange() {
        upstream.on(
                "GET /fhir/Patient/p1",
                200,
                patient(
                        "p1",
                        ",\"name\":[{\"given\":[\"Anna\",\"Maria\"],\"family\":\"Berg\"},{\"text\":\"Other\"}],"
                                + "\"birthDate\":\"1970-01-02\""));
        upstream.on("GET /fhir/Patient/p2", 200, patient("p2", ",\"name\":[{\"text\":\"Bo Lind\",\"family\":\"L\"}]"));

        assertThat(namesOf("p1", "p2"))
                .containsEntry("p1", new Name("Anna Berg", LocalDate.of(1970, 1, 2)))
                .containsEntry("p2", new Name("Bo Lind", null));
        assertThat(upstream.seen()).hasSize(2).allSatisfy(seen -> {
            assertThat(seen.headers().getFirst("X-Request-Id")).isEqualTo("exchange-1");
            assertThat(seen.headers().getFirst("Authorization")).isEqualTo("Bearer credential");
        });
    }

    @Test
    void nameThatIsKnown_isNotAskedForAgain() {
        upstream.on("GET /fhir/Patient/p1", 200, patient("p1", ",\"name\":[{\"text\":\"Anna\"}]"));

        assertThat(namesOf("p1")).isEqualTo(namesOf("p1"));
        assertThat(upstream.seen()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"resourceType\":\"Patient\",\"id\":\"p2\",\"name\":[{\"text\":\"Another\"}]}",
                "{\"resourceType\":\"Patient\",\"name\":[{\"text\":\"Nobody\"}]}",
                "{\"resourceType\":\"Person\",\"id\":\"p1\",\"name\":[{\"text\":\"Another\"}]}",
                "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"id\":\"p1\",\"name\":[{\"text\":\"Twice\"}]}",
                "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"name\":[{\"text\":\"Two\"}]}{}",
                "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"name\":[{\"text\":[\"Odd\"]}]}",
                "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"name\":{\"text\":\"Odd\"}}",
                "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"name\":[{\"text\":\"Cut off\"}",
                "not JSON"
            })
    void answerThatIsNotThatPatient_givesNoName(String answer) {
        upstream.on("GET /fhir/Patient/p1", 200, answer);
        assertThat(namesOf("p1")).isEmpty();
    }

    @Test
    void answerThatIsLargerThanItsBound_givesNoName() {
        String name = ",\"name\":[{\"text\":\"Anna\"}],\"x\":[";
        upstream.on("GET /fhir/Patient/p1", 200, patient("p1", name + "0,".repeat(MAX_BYTES) + "0]"));
        upstream.on("GET /fhir/Patient/p2", 200, patient("p2", name + "0,".repeat(MAX_BYTES / 4) + "0]"));
        assertThat(namesOf("p1", "p2")).containsOnlyKeys("p2");
    }

    @Test
    void errorStatusAndOtherMediaType_giveNoName() {
        upstream.on("GET /fhir/Patient/p1", 500, patient("p1", ",\"name\":[{\"text\":\"Anna\"}]"));
        upstream.on(
                "GET /fhir/Patient/p2",
                exchange ->
                        FakeUpstream.send(exchange, 200, "text/plain", patient("p2", ",\"name\":[{\"text\":\"Bo\"}]")));
        assertThat(namesOf("p1", "p2", "../Observation/o1")).isEmpty();
        assertThat(upstream.seen()).as("what is no id is not asked for").hasSize(2);
    }

    @Test
    void serverThatKeepsSilent_costsNoMoreThanTheNames() throws Exception {
        upstream.on("GET /fhir/Patient/p1", exchange -> pause());
        upstream.on("GET /fhir/Patient/p2", 200, patient("p2", ",\"name\":[{\"text\":\"Bo\"}]"));

        long began = System.nanoTime();
        assertThat(namesOf("p1", "p2")).containsOnlyKeys("p2");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(10_000);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void serverThatAnswers_isReachable_andOneThatDoesNotIsNot() {
        assertThat(forwarder.isReachable(Duration.ofSeconds(3))).isTrue();
        upstream.on("GET /fhir/metadata", 503, "{}");
        assertThat(forwarder.isReachable(Duration.ofSeconds(3))).isFalse();
        upstream.close();
        assertThat(forwarder.isReachable(Duration.ofSeconds(3))).isFalse();
    }
}
