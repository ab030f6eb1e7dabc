package org.caregate.policy.decision;

/** Anyone who asks has proved a token (RFC 6750 §2, §3.1). */
final class AuthenticatedCaller implements Rule {
    @Override
    public Verdict on(Question question) {
        return !question.isOpen() && question.caller() instanceof Unauthenticated(DenyReason reason)
                ? Verdict.refuses(reason)
                : Verdict.notApplicable();
    }
}
