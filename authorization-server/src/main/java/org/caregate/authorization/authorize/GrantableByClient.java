package org.caregate.authorization.authorize;

import static org.caregate.authorization.authorize.CheckResult.refuse;

/** Demands that something is left of the request under what the client registered (RFC 6749 §3.3). */
final class GrantableByClient implements AuthorizationCheck {
    @Override
    public CheckResult check(AuthorizationAttempt attempt) {
        return attempt.underClient().granted().values().isEmpty()
                ? refuse("invalid_scope", "No requested scope may be granted", "NOTHING_GRANTABLE", "RFC 6749 §4.1.2.1")
                : CheckResult.PASS;
    }
}
