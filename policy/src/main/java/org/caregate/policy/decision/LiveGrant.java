package org.caregate.policy.decision;

import org.caregate.policy.decision.Facts.GrantFact;

/** A person's token works as long as the consent behind it: it names a grant, and the grant lives. */
final class LiveGrant implements Rule {
    @Override
    public Verdict on(Question question) {
        TokenClaims claims = question.claims();
        if (claims == null || claims.person() == null) {
            return Verdict.notApplicable();
        }
        if (claims.grant() == null) {
            return Verdict.refuses(DenyReason.GRANT_NOT_LIVE);
        }
        GrantFact grant = question.facts().grant();
        if (grant == null) {
            return Verdict.refuses(DenyReason.FACT_MISSING);
        }
        return grant.live() ? Verdict.notApplicable() : Verdict.refuses(DenyReason.GRANT_NOT_LIVE);
    }
}
