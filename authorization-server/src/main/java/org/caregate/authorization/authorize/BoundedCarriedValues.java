package org.caregate.authorization.authorize;

import static org.caregate.authorization.authorize.CheckResult.refuse;

/** Bounds what is carried back unread: state and nonce. */
final class BoundedCarriedValues implements AuthorizationCheck {
    private static final int LONGEST_STATE = 2048;
    private static final int LONGEST_NONCE = 512;

    @Override
    public CheckResult check(AuthorizationAttempt attempt) {
        return longer(attempt, "state", LONGEST_STATE) || longer(attempt, "nonce", LONGEST_NONCE)
                ? refuse("invalid_request", "state or nonce is too long", "CARRIED_VALUE_TOO_LONG", "RFC 6749 §4.1.1")
                : CheckResult.PASS;
    }

    private static boolean longer(AuthorizationAttempt attempt, String name, int limit) {
        return attempt.parameters().find(name).orElse("").length() > limit;
    }
}
