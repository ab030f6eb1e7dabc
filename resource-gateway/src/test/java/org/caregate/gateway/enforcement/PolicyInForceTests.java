package org.caregate.gateway.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.caregate.policy.decision.PolicyDecisionPoint;
import org.caregate.policy.role.RoleDefinitions;
import org.junit.jupiter.api.Test;

class PolicyInForceTests {
    private static RoleDefinitions clinicians(String scope) {
        if (RoleDefinitions.define(Map.of(
                        "patient",
                        List.of("patient/*.rs"),
                        "clinician",
                        List.of(scope),
                        "administrator",
                        List.of("openid")))
                instanceof RoleDefinitions.Result.Valid(RoleDefinitions valid)) {
            return valid;
        }
        throw new AssertionError(scope);
    }

    @Test
    void replacedRoles_decideFromThenOn_andUntilThenOnePointDoes() {
        AtomicReference<RoleDefinitions> roles = new AtomicReference<>(clinicians("user/Patient.rs"));
        PolicyInForce policy = new PolicyInForce(roles::get, "https://api.example.org/fhir");
        PolicyDecisionPoint before = policy.now();
        assertThat(policy.now()).isSameAs(before);
        roles.set(clinicians("user/Observation.rs"));
        assertThat(policy.now()).isNotSameAs(before).isSameAs(policy.now());
    }
}
