package org.caregate.policy.decision;

import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.token.TokenClaims;
import org.jspecify.annotations.Nullable;

/** The client is registered and enabled now, not only when the token was issued. */
final class EnabledClient implements TokenRule.OnRegistry {
    @Override
    public @Nullable DenyReason objection(TokenClaims token, Facts facts, RoleDefinitions roles) {
        Facts.ClientFact client = facts.client();
        if (client == null) {
            return DenyReason.FACT_MISSING;
        }
        return client.enabled() ? null : DenyReason.CLIENT_DISABLED;
    }
}
