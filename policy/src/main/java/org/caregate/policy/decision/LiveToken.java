package org.caregate.policy.decision;

import org.caregate.protocol.token.TokenClaims;

/** The caller's token is live: every {@link TokenRules rule on tokens} holds. */
final class LiveToken implements Rule {
    private final TokenRules rules;

    LiveToken(TokenRules rules) {
        this.rules = rules;
    }

    @Override
    public Verdict on(Question question) {
        TokenClaims claims = question.claims();
        DenyReason objection = claims == null
                ? null
                : rules.objection(claims, question.facts(), question.accepted(), question.roles());
        return objection == null ? Verdict.notApplicable() : Verdict.refuses(objection);
    }
}
