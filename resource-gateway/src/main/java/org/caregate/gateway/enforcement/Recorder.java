package org.caregate.gateway.enforcement;

import java.util.Set;
import org.caregate.audit.AuditLog;
import org.caregate.audit.AuditReceipt;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.audit.PromisedReceipt;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.AuditEntryBuilder;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.entry.Phase;
import org.caregate.gateway.guard.ProvenPart;
import org.caregate.policy.compartment.Release.Reason;
import org.caregate.policy.decision.Permit;
import org.caregate.protocol.fhir.ResourceRequest;
import org.jspecify.annotations.Nullable;

/** Writes what became of a permitted exchange to the audit log: attempt, release, completion (invariant 1). */
final class Recorder {
    private final AuditLog log;
    private final ExchangeEntries entries;

    Recorder(AuditLog log, ExchangeEntries entries) {
        this.log = log;
        this.entries = entries;
    }

    /** A permitted attempt. */
    PromisedReceipt attempt(IncomingRequest incoming, Permit permit, Attempt attempt) {
        Set<String> patients = attempt.patients();
        AuditEntryBuilder entry = entries.first(incoming, Outcome.PERMITTED)
                .phase(attempt.single() ? Phase.SINGLE : Phase.ATTEMPT)
                .policyVersion(permit.policyVersion())
                .patients(patients.size() <= AuditEntryBuilder.MAX_REFERENCES ? patients : Set.of());
        String reference = reference(incoming);
        if (reference != null) {
            entry.resource(reference);
        }
        return log.submit(entry.build());
    }

    /** What is about to leave. Durable when this returns; the receipt is the one that saw the newest revocation version. */
    AuditReceipt disclosed(IncomingRequest incoming, ProvenPart part) {
        return disclosed(incoming, part.patients(), part.resources());
    }

    /** The same of what was written without being shown. */
    AuditReceipt disclosed(IncomingRequest incoming, Set<String> patients, Set<String> resources) {
        AuditReceipt newest = null;
        for (PromisedReceipt promised : entries
                .following(incoming, Outcome.PERMITTED)
                .phase(Phase.RELEASE)
                .patients(patients)
                .resources(resources)
                .count(resources.size())
                .buildAll()
                .stream()
                .map(log::submit)
                .toList()) {
            AuditReceipt receipt = promised.await();
            if (newest == null || receipt.revocationVersion() > newest.revocationVersion()) {
                newest = receipt;
            }
        }
        if (newest == null) {
            throw new IllegalStateException("nothing was recorded");
        }
        return newest;
    }

    /** How a permitted exchange ended. Its loss is found by reconciliation, so that nothing waits for it. */
    void completed(IncomingRequest incoming, int status, long count, Set<String> patients) {
        ended(incoming, Outcome.PERMITTED, "", status, count, patients);
    }

    /** How an attempt ended that came to nothing; {@code patients} are those it turned out to be about as well. */
    void ended(IncomingRequest incoming, Outcome outcome, String reason, int status, long count, Set<String> patients) {
        entries.following(incoming, outcome)
                .phase(Phase.COMPLETION)
                .reason(reason)
                .httpStatus(status)
                .count(count)
                .patients(patients)
                .buildAll()
                .forEach(this::follow);
    }

    /** How a permitted search ended, and what of the upstream's answer was held back and why: it was not shown. */
    void searched(IncomingRequest incoming, int status, long count, HeldBack heldBack) {
        AuditEntryBuilder entry = entries.following(incoming, Outcome.PERMITTED)
                .phase(Phase.COMPLETION)
                .httpStatus(status)
                .count(count);
        if (!heldBack.isEmpty()) {
            entry.detail("heldBack", heldBack.summary()).sensitive("heldBack", heldBack.names());
        }
        follow(entry.build());
    }

    /** The upstream gave what may be another patient's data: it was not shown, and should be looked into. One entry a reason. */
    void alarms(IncomingRequest incoming, HeldBack heldBack) {
        for (Reason reason : heldBack.alarming()) {
            follow(entries.first(incoming, Action.ALARM, Outcome.REFUSED)
                    .reason("FOREIGN_ENTRY")
                    .count(heldBack.count(reason))
                    .detail("heldBack", reason.name())
                    .resources(heldBack.named(reason))
                    .build());
        }
    }

    /** The upstream stored what cannot be shown to be what was proved: its answer names these patients. */
    void alarmOfWrite(IncomingRequest incoming, String reason, Set<String> patients) {
        String reference = reference(incoming);
        AuditEntryBuilder entry = entries.first(incoming, Action.ALARM, Outcome.FAILED)
                .reason("WRITE_NOT_PROVED")
                .detail("first", reason)
                .patients(patients);
        if (reference != null) {
            entry.resource(reference);
        }
        entry.buildAll().forEach(this::follow);
    }

    private static @Nullable String reference(IncomingRequest incoming) {
        ResourceRequest request = incoming.interaction();
        return request == null ? null : request.reference();
    }

    private void follow(AuditEntry entry) {
        try {
            log.follow(entry);
        } catch (AuditUnavailableException unavailable) {
            // an attempt without completion is what start-up reconciles
        }
    }
}
