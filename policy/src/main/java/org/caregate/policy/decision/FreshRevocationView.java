package org.caregate.policy.decision;

import org.caregate.policy.decision.Facts.RevocationFact;
import org.caregate.protocol.token.TokenClaims;
import org.jspecify.annotations.Nullable;

/** A node that cannot prove what is revoked refuses: the view is fresh, and not older than the token's own issue ({@code rv}). */
final class FreshRevocationView implements TokenRule.OnRevocations {
    @Override
    public @Nullable DenyReason objection(TokenClaims token, @Nullable RevocationFact view) {
        if (view == null) {
            return DenyReason.FACT_MISSING;
        }
        return view.fresh() && view.version() >= token.revocationVersion() ? null : DenyReason.REVOCATION_VIEW_STALE;
    }
}
