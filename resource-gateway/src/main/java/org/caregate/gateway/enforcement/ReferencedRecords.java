package org.caregate.gateway.enforcement;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.caregate.gateway.error.Denied;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.guard.HeldResource;
import org.caregate.gateway.guard.ResponseGuard;
import org.caregate.gateway.structure.WrittenBody;
import org.caregate.gateway.structure.WrittenBody.Referring;
import org.caregate.gateway.upstream.UpstreamAnswer;
import org.caregate.gateway.upstream.UpstreamClient;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.gateway.upstream.UpstreamRequest;
import org.caregate.policy.decision.DenyReason;
import org.caregate.policy.decision.Permit;
import org.caregate.policy.decision.ReferenceProof;
import org.caregate.policy.decision.ReferenceProof.Finding;

/**
 * Proves the references of a restricted write before the upstream sees it. What is hidden and what does not exist are refused with
 * the same bytes, so that a write tells nothing that a read would not.
 */
final class ReferencedRecords {
    private final UpstreamClient upstream;
    private final ResponseGuard guard;
    private final ReferenceProof proof;
    private final int most;

    /**
     * A proof within this bound.
     *
     * @param most how many stored resources one body may refer to
     */
    ReferencedRecords(UpstreamClient upstream, ResponseGuard guard, ReferenceProof proof, int most) {
        this.upstream = upstream;
        this.guard = guard;
        this.proof = proof;
        this.most = most;
    }

    /** What has to be looked up, by the path of the first reference to it; refuses what needs no looking up. */
    Map<Finding.Lookup, String> lookups(Permit permit, WrittenBody body) throws RefusedException {
        Map<Finding.Lookup, String> lookups = new LinkedHashMap<>();
        if (!permit.obligations().restricted()) {
            return lookups;
        }
        Map<String, String> contained = body.contained();
        for (Referring referring : body.references()) {
            switch (proof.of(permit, referring.reference(), contained)) {
                case Finding.Allowed() -> {}
                case Finding.Lookup lookup -> lookups.putIfAbsent(lookup, referring.path());
                case Finding.Refused(DenyReason reason) -> throw outside(referring.path(), reason.name());
            }
        }
        if (lookups.size() > most) {
            throw new RefusedException(Failure.TOO_MANY_REFERENCES);
        }
        return lookups;
    }

    /** Refuses unless each of them lies within reach. */
    void demand(Asked asked, Permit permit, Map<Finding.Lookup, String> lookups)
            throws RefusedException, UpstreamException {
        for (Map.Entry<Finding.Lookup, String> lookup : lookups.entrySet()) {
            Finding.Lookup named = lookup.getKey();
            UpstreamRequest read =
                    UpstreamRequest.get(named.address(), asked.exchange().id());
            try (UpstreamAnswer answer = upstream.send(read)) {
                HeldResource held =
                        held(answer, named, lookup.getValue(), asked.exchange().startedAt());
                if (!proof.reaches(permit, held.scanned().facts())) {
                    throw outside(lookup.getValue(), "REFERENCE_OUTSIDE_REACH");
                }
            }
        }
    }

    private HeldResource held(UpstreamAnswer answer, Finding.Lookup named, String path, Instant now)
            throws RefusedException, UpstreamException {
        int status = answer.status();
        if (status >= 400 && status < 500 && status != 401 && status != 429) {
            throw outside(path, "REFERENCE_MISSING");
        }
        if (status != 200) {
            throw answer.unexpected(now);
        }
        try {
            answer.demandFhirJson();
            HeldResource held = guard.hold(answer.body());
            if (held.is(named.type(), Objects.requireNonNull(named.id()))) {
                return held;
            }
        } catch (UpstreamException unusable) {
            if (unusable.failure() != Failure.UPSTREAM_UNREADABLE) {
                throw unusable; // the connection's trouble says nothing of what is stored
            }
        }
        throw outside(path, "REFERENCE_UNREADABLE");
    }

    private static RefusedException outside(String path, String auditReason) {
        return new RefusedException(new Denied(DenyReason.REFERENCE_OUTSIDE_REACH, path), auditReason);
    }
}
