package org.caregate.policy.decision;

import org.caregate.policy.decision.Facts.GrantFact;
import org.caregate.protocol.fhir.ResourceRequest;
import org.caregate.protocol.scope.FhirScope.Level;
import org.caregate.protocol.scope.FhirScope.Permission;

/** A {@code patient/} scope without a patient in context reaches no one, never everyone. */
final class PatientInContext implements Rule {
    @Override
    public Verdict on(Question question) {
        ResourceRequest request = question.request();
        Permission permission = question.permission();
        GrantFact grant = question.facts().grant();
        if (question.claims() == null
                || request == null
                || permission == null
                || request.type() == null
                || grant == null
                || question.readsOwnResource()) {
            return Verdict.notApplicable();
        }
        boolean needsPatient = !question.allowedAt(Level.USER, request.type(), permission);
        return needsPatient && grant.patient() == null
                ? Verdict.refuses(DenyReason.NO_PATIENT_IN_CONTEXT, "launch/patient")
                : Verdict.notApplicable();
    }
}
