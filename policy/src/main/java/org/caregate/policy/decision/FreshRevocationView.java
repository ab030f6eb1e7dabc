package org.caregate.policy.decision;

import org.caregate.policy.decision.Facts.RevocationFact;

/** A node that cannot prove what is revoked refuses: the view is fresh and not older than the token's own issue. */
final class FreshRevocationView implements Rule {
    @Override
    public Verdict on(Question question) {
        TokenClaims claims = question.claims();
        if (claims == null) {
            return Verdict.notApplicable();
        }
        RevocationFact view = question.facts().revocation();
        if (view == null) {
            return Verdict.refuses(DenyReason.FACT_MISSING);
        }
        return view.fresh() && view.version() >= claims.revocationVersion()
                ? Verdict.notApplicable()
                : Verdict.refuses(DenyReason.REVOCATION_VIEW_STALE);
    }
}
