package org.caregate.gateway.enforcement;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.caregate.audit.AuditReceipt;
import org.caregate.gateway.error.Denied;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.guard.HeldResource;
import org.caregate.gateway.guard.ResponseGuard;
import org.caregate.gateway.structure.WrittenBody;
import org.caregate.gateway.structure.WrittenBody.Referring;
import org.caregate.gateway.upstream.Forwarder;
import org.caregate.gateway.upstream.UpstreamAnswer;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.gateway.upstream.UpstreamRequest;
import org.caregate.policy.decision.DenyReason;
import org.caregate.policy.decision.Permit;
import org.caregate.policy.decision.ReferenceProof;
import org.caregate.policy.decision.ReferenceProof.Finding;
import org.jspecify.annotations.Nullable;

/**
 * Proves the references of a restricted write before the upstream sees it. What is hidden and what does not exist are refused with
 * the same bytes, so that a write tells nothing that a read would not.
 */
final class ReferencedRecords {
    private final Forwarder forwarder;
    private final ResponseGuard guard;
    private final ReferenceProof proof;
    private final int maxLookups;

    /**
     * A proof within this bound.
     *
     * @param maxLookups how many stored resources one body may refer to
     */
    ReferencedRecords(Forwarder forwarder, ResponseGuard guard, ReferenceProof proof, int maxLookups) {
        this.forwarder = forwarder;
        this.guard = guard;
        this.proof = proof;
        this.maxLookups = maxLookups;
    }

    /** What has to be looked up. */
    sealed interface Lookups permits Lookups.Needed, Lookups.Outside {
        /** By the path of the first reference to it. */
        record Needed(Map<Finding.Lookup, String> byPath) implements Lookups {}

        /** Something is refused without looking. */
        record Outside(Refused refused) implements Lookups {}
    }

    /** What has to be looked up; refuses what needs no looking up. */
    Lookups lookups(Permit permit, WrittenBody body) {
        Map<Finding.Lookup, String> lookups = new LinkedHashMap<>();
        if (!permit.obligations().restricted()) {
            return new Lookups.Needed(lookups);
        }
        Map<String, String> contained = body.contained();
        for (Referring referring : body.references()) {
            switch (proof.of(permit, referring.reference(), contained)) {
                case Finding.Allowed() -> {}
                case Finding.Lookup lookup -> lookups.putIfAbsent(lookup, referring.path());
                case Finding.Refused(DenyReason reason) -> {
                    return new Lookups.Outside(outside(referring.path(), reason.name()));
                }
            }
        }
        return lookups.size() > maxLookups
                ? new Lookups.Outside(Refused.of(Failure.TOO_MANY_REFERENCES))
                : new Lookups.Needed(lookups);
    }

    /** Refuses unless each of them lies within reach. */
    Check check(IncomingRequest incoming, Permit permit, AuditReceipt receipt, Map<Finding.Lookup, String> lookups)
            throws UpstreamException {
        FhirExchange exchange = incoming.exchange();
        for (Map.Entry<Finding.Lookup, String> lookup : lookups.entrySet()) {
            Finding.Lookup named = lookup.getKey();
            UpstreamRequest read = UpstreamRequest.get(named.address(), exchange.id());
            try (UpstreamAnswer answer = forwarder.forward(permit, receipt, read)) {
                String fault = fault(answer, named, permit, exchange.startedAt());
                if (fault != null) {
                    return outside(lookup.getValue(), fault);
                }
            }
        }
        return new Check.Passed();
    }

    /** Why the record may not be referred to, for the audit log; null when it may. */
    private @Nullable String fault(UpstreamAnswer answer, Finding.Lookup named, Permit permit, Instant now)
            throws UpstreamException {
        int status = answer.status();
        if (status >= 400 && status < 500 && status != 401 && status != 429) {
            return "REFERENCE_MISSING";
        }
        if (status != 200) {
            throw answer.unexpected(now);
        }
        if (!(guard.hold(answer) instanceof HeldResource held)
                || !held.is(named.type(), Objects.requireNonNull(named.id()))) {
            return "REFERENCE_UNREADABLE";
        }
        return proof.reaches(permit, held.scanned().facts()) ? null : "REFERENCE_OUTSIDE_REACH";
    }

    private static Refused outside(String path, String auditReason) {
        return Refused.of(new Denied(DenyReason.REFERENCE_OUTSIDE_REACH, path), auditReason);
    }
}
