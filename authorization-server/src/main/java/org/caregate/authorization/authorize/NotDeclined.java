package org.caregate.authorization.authorize;

import static org.caregate.authorization.authorize.CheckResult.refuse;

import org.caregate.registry.pending.Answer;

/** Takes no for an answer, on whichever page it was given (RFC 6749 §4.1.2.1). */
final class NotDeclined implements AuthorizationCheck {
    @Override
    public CheckResult check(AuthorizationAttempt attempt) {
        return attempt.answers().stream().anyMatch(Answer.Declined.class::isInstance)
                ? refuse("access_denied", "The person said no", "DECLINED", "RFC 6749 §4.1.2.1")
                : CheckResult.PASS;
    }
}
