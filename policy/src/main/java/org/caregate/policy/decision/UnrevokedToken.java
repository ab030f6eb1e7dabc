package org.caregate.policy.decision;

import org.caregate.policy.decision.Facts.RevocationFact;

/** Revoked means refused: the token, its grant, client, person or key (RFC 7009 §2.2). */
final class UnrevokedToken implements Rule {
    @Override
    public Verdict on(Question question) {
        RevocationFact view = question.facts().revocation();
        return question.claims() != null && view != null && view.revoked()
                ? Verdict.refuses(DenyReason.TOKEN_REVOKED)
                : Verdict.notApplicable();
    }
}
