package org.caregate.policy.decision;

/** A token ends at {@code exp}, also where its verification was cached (RFC 9068 §4). */
final class UnexpiredToken implements Rule {
    @Override
    public Verdict on(Question question) {
        TokenClaims claims = question.claims();
        return claims == null || question.facts().now().isBefore(claims.expiresAt())
                ? Verdict.notApplicable()
                : Verdict.refuses(DenyReason.TOKEN_EXPIRED);
    }
}
