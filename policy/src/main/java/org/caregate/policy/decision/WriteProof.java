package org.caregate.policy.decision;

import java.util.Set;
import org.caregate.policy.compartment.Release;
import org.caregate.policy.compartment.ReleaseProof;
import org.caregate.policy.compartment.ResourceFacts;
import org.caregate.protocol.fhir.ResourceRequest;
import org.jspecify.annotations.Nullable;

/** Proves a write: the body, and for an update the version it replaces (FHIR R4, "RESTful API", §3.1.0.4 and §3.1.0.8). */
public final class WriteProof {
    private final ReleaseProof proof;

    /** A proof of writes by the rules that releases are proved by. */
    public WriteProof(ReleaseProof proof) {
        this.proof = proof;
    }

    /** What looking at one side of a write found. */
    public sealed interface Finding {
        /**
         * It may be written, or replaced.
         *
         * @param patients the patients it speaks of
         */
        record Allowed(Set<String> patients) implements Finding {}

        /** It may not. */
        record Refused(DenyReason reason) implements Finding {}
    }

    /** Whether the body may be written. Asked before anything stored is looked at: its refusal depends on token and request alone. */
    public Finding ofBody(Permit permit, ResourceFacts body) {
        ResourceRequest request = permit.request();
        boolean sameType = body.type().equals(request.type());
        boolean sameId = !permit.obligations().proveStored()
                || (body.id() != null && body.id().equals(request.id()));
        if (!sameType || !sameId) {
            return new Finding.Refused(DenyReason.MALFORMED_BODY);
        }
        return switch (check(permit, withoutAssignedId(permit, body))) {
            case Release.Proven(Set<String> patients) -> new Finding.Allowed(patients);
            case Release.Foreign foreign -> new Finding.Refused(DenyReason.BODY_OUTSIDE_REACH);
            case Release.DependsOnTargets others -> new Finding.Refused(DenyReason.BODY_OUTSIDE_REACH);
        };
    }

    /** Whether the stored version may be replaced, null meaning that there is none. Refusals are all alike from outside. */
    public Finding ofStored(Permit permit, @Nullable ResourceFacts stored) {
        if (stored == null) {
            return permit.obligations().mayCreateByUpdate()
                    ? new Finding.Allowed(Set.of())
                    : new Finding.Refused(DenyReason.UPDATE_AS_CREATE);
        }
        return switch (check(permit, stored)) {
            case Release.Proven(Set<String> patients) -> new Finding.Allowed(patients);
            case Release.Foreign(Release.Reason reason) ->
                new Finding.Refused(
                        switch (reason) {
                            case TYPE, NO_PATIENT, COMPARTMENT, OTHER_OWNER, OTHER_PATIENT ->
                                DenyReason.OUTSIDE_COMPARTMENT;
                            case CATEGORY -> DenyReason.OUTSIDE_CATEGORY;
                            case NOT_FHIR, TOO_LARGE, UNPROVABLE_REFERENCE, TARGET -> DenyReason.NOT_PROVABLE;
                        });
            case Release.DependsOnTargets others -> new Finding.Refused(DenyReason.NOT_PROVABLE);
        };
    }

    /**
     * Whether an update would make one patient's record another's, or no one's. It may not, whatever the token reaches: who has read
     * it in one record would not find it there again (ADR 21).
     */
    public boolean moves(ResourceFacts stored, ResourceFacts body) {
        Set<String> owners = proof.owners(stored);
        return !owners.isEmpty() && !owners.equals(proof.owners(body));
    }

    /** A create's own id means nothing: the server assigns one, so it must not make a new Patient look like a known one. */
    private static ResourceFacts withoutAssignedId(Permit permit, ResourceFacts body) {
        return permit.obligations().proveStored()
                ? body
                : new ResourceFacts(body.type(), null, body.references(), body.categories(), body.contained());
    }

    private Release check(Permit permit, ResourceFacts facts) {
        return proof.check(
                facts, permit.obligations().permission(), permit.obligations().reaches());
    }
}
