package org.caregate.policy.decision;

import org.caregate.policy.compartment.CompartmentPaths;
import org.caregate.protocol.fhir.ResourceRequest;
import org.caregate.protocol.scope.FhirScope.Permission;

/** What is no one's in particular can be read by a restricted token but not written: no compartment would bound the write. */
final class ProvableWrite implements Rule {
    @Override
    public Verdict on(Question question) {
        ResourceRequest request = question.request();
        Permission permission = question.permission();
        if (question.claims() == null
                || request == null
                || request.type() == null
                || (permission != Permission.CREATE && permission != Permission.UPDATE)) {
            return Verdict.notApplicable();
        }
        return CompartmentPaths.contains(request.type()) || question.isUnrestricted(request.type(), permission)
                ? Verdict.notApplicable()
                : Verdict.refuses(DenyReason.SHARED_TYPE_NOT_WRITABLE);
    }
}
