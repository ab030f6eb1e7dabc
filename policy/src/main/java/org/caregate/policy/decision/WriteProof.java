package org.caregate.policy.decision;

import java.util.Optional;
import org.caregate.policy.compartment.Release;
import org.caregate.policy.compartment.Release.Foreign;
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

    /**
     * Why the body may not be written; empty when it may. Asked before anything stored is looked at, so that its refusal depends on
     * token and request alone.
     */
    public Optional<DenyReason> refusalOfBody(Permit permit, ResourceFacts body) {
        ResourceRequest request = permit.request();
        boolean sameType = body.type().equals(request.type());
        boolean sameId = !permit.obligations().proveStored()
                || (body.id() != null && body.id().equals(request.id()));
        if (!sameType || !sameId) {
            return Optional.of(DenyReason.MALFORMED_BODY);
        }
        return check(permit, withoutAssignedId(permit, body)) instanceof Foreign
                ? Optional.of(DenyReason.BODY_OUTSIDE_REACH)
                : Optional.empty();
    }

    /** Why the stored version may not be replaced, null meaning that there is none; empty when it may. All alike from outside. */
    public Optional<DenyReason> refusalOfStored(Permit permit, @Nullable ResourceFacts stored) {
        if (stored == null) {
            return permit.obligations().mayCreateByUpdate()
                    ? Optional.empty()
                    : Optional.of(DenyReason.UPDATE_AS_CREATE);
        }
        return switch (check(permit, stored)) {
            case Release.Proven proven -> Optional.empty();
            case Foreign(Release.Reason reason) ->
                Optional.of(
                        switch (reason) {
                            case TYPE, COMPARTMENT, OTHER_PATIENT -> DenyReason.OUTSIDE_COMPARTMENT;
                            case CATEGORY -> DenyReason.OUTSIDE_CATEGORY;
                            case UNPROVABLE_REFERENCE -> DenyReason.NOT_PROVABLE;
                        });
        };
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
