package org.caregate.authorization.authorize;

import static org.caregate.authorization.authorize.CheckResult.refuse;

/** Demands that the person's roles leave something of the request; what they narrow is reported as cut (45 CFR 164.502(b)). */
final class RoleCeiling implements AuthorizationCheck {
    @Override
    public CheckResult check(AuthorizationAttempt attempt) {
        return attempt.underRole().granted().values().isEmpty()
                ? refuse("access_denied", "This person may not grant this", "ROLE_GRANTS_NOTHING", "RFC 6749 §4.1.2.1")
                : CheckResult.PASS;
    }
}
