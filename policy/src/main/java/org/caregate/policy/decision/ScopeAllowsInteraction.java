package org.caregate.policy.decision;

import org.caregate.protocol.fhir.ResourceRequest;
import org.caregate.protocol.scope.FhirScope.Permission;

/** The one right to data: a scope of the token names the type and the permission (SMART App Launch 2.2, "Scopes"). */
final class ScopeAllowsInteraction implements Rule {
    @Override
    public Verdict on(Question question) {
        ResourceRequest request = question.request();
        Permission permission = question.permission();
        if (question.claims() == null || request == null || permission == null || request.type() == null) {
            return Verdict.notApplicable();
        }
        String type = request.type();
        if (question.scopeAllows(type, permission)) {
            return Verdict.grants();
        }
        if (question.readsOwnResource()) {
            return Verdict.notApplicable();
        }
        return Verdict.refuses(
                question.scopeNames(type) ? DenyReason.INTERACTION_NOT_IN_SCOPE : DenyReason.TYPE_NOT_IN_SCOPE,
                question.leastScope(type, permission));
    }
}
