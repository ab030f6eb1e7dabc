package org.caregate.policy.decision;

import org.caregate.protocol.fhir.ResourceRequest;
import org.caregate.protocol.scope.FhirScope.Permission;

/** What the person's roles allow today bounds what the token was once issued for. */
final class RoleAllowsInteraction implements Rule {
    @Override
    public Verdict on(Question question) {
        ResourceRequest request = question.request();
        Permission permission = question.permission();
        if (question.claims() == null
                || request == null
                || permission == null
                || request.type() == null
                || question.readsOwnResource()) {
            return Verdict.notApplicable();
        }
        return question.roleAllows(request.type(), permission)
                ? Verdict.notApplicable()
                : Verdict.refuses(DenyReason.ROLE_DOES_NOT_ALLOW);
    }
}
