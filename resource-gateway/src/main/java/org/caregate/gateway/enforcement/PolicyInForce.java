package org.caregate.gateway.enforcement;

import java.util.function.Supplier;
import org.caregate.policy.decision.PolicyDecisionPoint;
import org.caregate.policy.role.RoleDefinitions;

/** The decision point of the role definitions in force: one decision is made by one of them from beginning to end. */
final class PolicyInForce {
    private final Supplier<RoleDefinitions> roles;
    private final String audience;
    private volatile Made made;

    private record Made(RoleDefinitions roles, PolicyDecisionPoint point) {}

    PolicyInForce(Supplier<RoleDefinitions> roles, String audience) {
        this.roles = roles;
        this.audience = audience;
        this.made = make(roles.get());
    }

    PolicyDecisionPoint now() {
        RoleDefinitions current = roles.get();
        Made last = made;
        if (last.roles() != current) { // one object for as long as nothing changes
            last = make(current);
            made = last;
        }
        return last.point();
    }

    private Made make(RoleDefinitions definitions) {
        return new Made(definitions, new PolicyDecisionPoint(definitions, audience));
    }
}
