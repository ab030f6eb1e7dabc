package org.caregate.authorization.authorize;

import static org.caregate.authorization.authorize.CheckResult.refuse;

import java.util.Set;
import org.caregate.registry.pending.Interaction;

/** Demands a patient in context when the scopes speak of one: the own record, or the one picked (SMART App Launch 2.2, "Standalone launch"). */
final class LaunchContextForScopes implements AuthorizationCheck {
    @Override
    public CheckResult check(AuthorizationAttempt attempt) {
        if (!attempt.needsPatient() || attempt.patient().isPresent()) {
            return CheckResult.PASS;
        }
        Set<String> patients = attempt.knownPerson().patients();
        return patients.isEmpty()
                ? refuse("access_denied", "There is no patient to choose", "NO_PATIENT", "SMART App Launch 2.2")
                : new CheckResult.Ask(new Interaction.ChoosePatient(patients));
    }
}
