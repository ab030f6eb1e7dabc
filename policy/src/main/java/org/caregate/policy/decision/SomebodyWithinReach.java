package org.caregate.policy.decision;

import java.util.Set;
import org.caregate.policy.compartment.Reach;
import org.caregate.policy.compartment.Reach.PatientReach;
import org.caregate.protocol.fhir.ResourceRequest;
import org.caregate.protocol.scope.FhirScope.Permission;
import org.jspecify.annotations.Nullable;

/**
 * The compartment, as far as the request itself names it: a Patient by id must be within reach, and there must be someone within
 * reach at all (a launch patient who left the person's list no longer is). Answered like an id that does not exist.
 */
final class SomebodyWithinReach implements Rule {
    @Override
    public Verdict on(Question question) {
        ResourceRequest request = question.request();
        Permission permission = question.permission();
        if (question.claims() == null || request == null || permission == null || request.type() == null) {
            return Verdict.notApplicable();
        }
        String type = request.type();
        String patient = type.equals("Patient") ? request.id() : null;
        boolean somebody = question.reaches().stream()
                .filter(reach -> reach.allows(type, permission))
                .anyMatch(reach -> within(reach, request.id(), patient));
        return somebody ? Verdict.notApplicable() : Verdict.refuses(DenyReason.OUTSIDE_COMPARTMENT);
    }

    private static boolean within(Reach reach, @Nullable String id, @Nullable String patient) {
        String onlyId = reach.onlyId();
        if (onlyId != null) {
            return onlyId.equals(id);
        }
        return switch (reach.patients()) {
            case PatientReach.Unrestricted() -> true;
            case PatientReach.Only(Set<String> patients) ->
                patient == null ? !patients.isEmpty() : patients.contains(patient);
        };
    }
}
