package org.caregate.policy.decision;

import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.token.TokenClaims;
import org.jspecify.annotations.Nullable;

/** A person's token works as long as the consent behind it: it names a grant, and the grant is neither revoked nor expired. */
final class LiveGrant implements TokenRule.OnRegistry {
    @Override
    public @Nullable DenyReason objection(TokenClaims token, Facts facts, RoleDefinitions roles) {
        if (token.person() == null) {
            return null;
        }
        if (token.grant() == null) {
            return DenyReason.GRANT_NOT_LIVE;
        }
        Facts.GrantFact grant = facts.grant();
        if (grant == null) {
            return DenyReason.FACT_MISSING;
        }
        return grant.live() ? null : DenyReason.GRANT_NOT_LIVE;
    }
}
