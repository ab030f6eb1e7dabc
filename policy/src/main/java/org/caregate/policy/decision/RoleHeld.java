package org.caregate.policy.decision;

import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.token.TokenClaims;
import org.jspecify.annotations.Nullable;

/** A person without any role in force has no authority that a token could carry (45 CFR 164.308(a)(3)(ii)(C)). */
final class RoleHeld implements TokenRule.OnRegistry {
    @Override
    public @Nullable DenyReason objection(TokenClaims token, Facts facts, RoleDefinitions roles) {
        Facts.PersonFact person = facts.person();
        return person == null || roles.definesAny(person.roles()) ? null : DenyReason.ROLE_DOES_NOT_ALLOW;
    }
}
