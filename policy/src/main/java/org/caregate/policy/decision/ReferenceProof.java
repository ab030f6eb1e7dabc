package org.caregate.policy.decision;

import java.util.Map;
import java.util.Set;
import org.caregate.policy.compartment.BodyReference;
import org.caregate.policy.compartment.Reach;
import org.caregate.policy.compartment.Reach.PatientReach;
import org.caregate.policy.compartment.Referent;
import org.caregate.policy.compartment.Release;
import org.caregate.policy.compartment.ReleaseProof;
import org.caregate.policy.compartment.ResourceFacts;
import org.caregate.protocol.scope.FhirScope.Permission;

/**
 * Proves the references of a restricted write: each names what the token reaches, or nothing of a patient. Else the answer of a FHIR
 * server that checks references would tell whether a hidden resource exists.
 */
public final class ReferenceProof {
    private final ReleaseProof proof;
    private final Set<String> bases;

    /**
     * A proof for one server.
     *
     * @param bases its addresses, without a trailing slash
     */
    public ReferenceProof(ReleaseProof proof, Set<String> bases) {
        this.proof = proof;
        this.bases = Set.copyOf(bases);
    }

    /** What token and body say of a reference. */
    public sealed interface Finding {
        /** It may be written. */
        record Allowed() implements Finding {}

        /**
         * Only the stored resource tells.
         *
         * @param address {@code Type/id}, perhaps with a version
         */
        record Lookup(String type, String id, String address) implements Finding {}

        /** It may not, whatever is stored. */
        record Refused(DenyReason reason) implements Finding {}
    }

    /**
     * Looks at a reference before anything stored is looked at.
     *
     * @param contained the type of each resource that the body contains, by its id
     */
    public Finding of(Permit permit, BodyReference reference, Map<String, String> contained) {
        return switch (Referent.of(reference, bases, contained)) {
            case Referent.Outside() -> new Finding.Allowed();
            case Referent.Inside() -> new Finding.Allowed();
            case Referent.OfPatient(String id) ->
                reachesPatient(permit, id)
                        ? new Finding.Allowed()
                        : new Finding.Refused(DenyReason.REFERENCE_OUTSIDE_REACH);
            case Referent.Stored(String type, String id, String address) ->
                permit.obligations().referable().stream().anyMatch(reach -> speaksOf(reach, type))
                        ? new Finding.Lookup(type, id, address)
                        : new Finding.Refused(DenyReason.REFERENCE_OUTSIDE_REACH);
            case Referent.Unknown() -> new Finding.Refused(DenyReason.REFERENCE_OUTSIDE_REACH);
        };
    }

    /** Whether a stored resource that a body refers to lies within reach, whatever the token may do with it. */
    public boolean reaches(Permit permit, ResourceFacts stored) {
        for (Permission permission : Permission.values()) {
            if (proof.check(stored, permission, permit.obligations().referable()) instanceof Release.Proven) {
                return true;
            }
        }
        return false;
    }

    private static boolean speaksOf(Reach reach, String type) {
        return reach.type().equals("*") || reach.type().equals(type);
    }

    private static boolean reachesPatient(Permit permit, String id) {
        String type = "" + permit.request().type();
        return permit.obligations().reaches().stream()
                .filter(reach -> reach.allows(type, permit.obligations().permission()))
                .anyMatch(reach -> switch (reach.patients()) {
                    case PatientReach.Unrestricted() -> true;
                    case PatientReach.Only(Set<String> patients) -> patients.contains(id);
                });
    }
}
