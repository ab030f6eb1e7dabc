package org.caregate.policy.decision;

import org.caregate.policy.decision.Facts.RevocationFact;
import org.caregate.protocol.token.TokenClaims;
import org.jspecify.annotations.Nullable;

/** Revoked means refused: the token, its grant, client, person or key (RFC 7009 §2.2). */
final class UnrevokedToken implements TokenRule.OnRevocations {
    @Override
    public @Nullable DenyReason objection(TokenClaims token, @Nullable RevocationFact view) {
        return view != null && view.revoked() ? DenyReason.TOKEN_REVOKED : null;
    }
}
