package org.caregate.authorization.authorize;

import static org.caregate.authorization.authorize.CheckResult.refuse;

import java.util.List;
import java.util.Optional;
import org.caregate.policy.role.CutScope;
import org.caregate.policy.role.GrantableScopes;
import org.caregate.protocol.scope.Scope;
import org.caregate.registry.pending.Answer;
import org.caregate.registry.pending.Interaction;

/** Demands that the person agreed, to at least one scope, knowing the patient; every launch asks again (RFC 6749 §10.2). */
final class RecordedConsent implements AuthorizationCheck {
    @Override
    public CheckResult check(AuthorizationAttempt attempt) {
        GrantableScopes grantable = attempt.underRole();
        Optional<Answer.ConsentGiven> given = attempt.consent();
        if (given.isEmpty()) {
            return new CheckResult.Ask(new Interaction.Consent(
                    grantable.granted().values().stream().map(Scope::text).toList(),
                    cut(grantable),
                    attempt.patient().orElse("")));
        }
        return grantable.granted().values().stream()
                        .anyMatch(scope -> given.get().scopes().contains(scope.text()))
                ? CheckResult.PASS
                : refuse("access_denied", "The person agreed to nothing", "CONSENT_EMPTY", "RFC 6749 §4.1.2.1");
    }

    private static List<String> cut(GrantableScopes grantable) {
        return grantable.cut().stream().map(CutScope::asked).distinct().toList();
    }
}
