package org.caregate.policy.decision;

/** A token is good at the one resource it names (RFC 9068 §4, RFC 8707 §2). */
final class TokenForThisResource implements Rule {
    @Override
    public Verdict on(Question question) {
        TokenClaims claims = question.claims();
        return claims == null || claims.audience().equals(question.audience())
                ? Verdict.notApplicable()
                : Verdict.refuses(DenyReason.TOKEN_WRONG_AUDIENCE);
    }
}
