package org.caregate.benchmarks.audit;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;

/** Entries as the gateway writes for the read of a patient: a thousand tokens of fifty clients, two hundred patients. */
final class ReadEntries {
    private static final int TOKENS = 1_000;
    private static final int CLIENTS = 50;
    private static final int PATIENTS = 200;

    private ReadEntries() {}

    static AuditEntry next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int token = random.nextInt(TOKENS);
        String patient = "patient-" + random.nextInt(PATIENTS);
        return AuditEntry.of(
                        Instant.now(),
                        new UUID(random.nextLong(), random.nextLong()).toString(),
                        Action.RESOURCE_READ,
                        Outcome.PERMITTED)
                .person("d5a1b0f2c34e4a6f9b7c8d9e0f10" + token)
                .client("backend-" + token % CLIENTS)
                .profile("SmartBackend2026")
                .grant("4f2c9a1e6b7d40f8a3c5e1d2b4f6" + token)
                .tokenId("0b9d8c7a6f5e4d3c2b1a09f8e7d6" + token)
                .audience("https://localhost:9443/fhir")
                .scopes("system/Patient.rs system/Observation.rs system/Condition.rs system/MedicationRequest.rs")
                .policyVersion("2026-11-23")
                .requestLine("GET /fhir/Patient/{id}")
                .httpStatus(200)
                .count(1)
                .patient(patient)
                .resource("Patient/" + patient)
                .sourceAddress("127.0.0.1")
                .userAgent("hospital-backend/4.2 (load)")
                .build();
    }
}
