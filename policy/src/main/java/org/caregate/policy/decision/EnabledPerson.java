package org.caregate.policy.decision;

import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.token.TokenClaims;
import org.jspecify.annotations.Nullable;

/** The person is still with us: disabling a person ends all of their tokens. */
final class EnabledPerson implements TokenRule.OnRegistry {
    @Override
    public @Nullable DenyReason objection(TokenClaims token, Facts facts, RoleDefinitions roles) {
        if (token.person() == null) {
            return null;
        }
        Facts.PersonFact person = facts.person();
        if (person == null) {
            return DenyReason.FACT_MISSING;
        }
        return person.enabled() ? null : DenyReason.PERSON_DISABLED;
    }
}
