package org.caregate.authorization.authorize;

import static org.caregate.authorization.authorize.CheckResult.refuse;

import java.util.Set;

/** Demands each parameter at most once (RFC 6749 §3.1), also resource: a token has one audience. */
final class SingleValuedParameters implements AuthorizationCheck {
    @Override
    public CheckResult check(AuthorizationAttempt attempt) {
        Set<String> repeated = attempt.parameters().repeated();
        if (repeated.isEmpty()) {
            return CheckResult.PASS;
        }
        return repeated.equals(Set.of("resource"))
                ? refuse("invalid_target", "Only one resource may be named", "RESOURCE_REPEATED", "RFC 8707 §2")
                : refuse("invalid_request", "A parameter is repeated", "PARAMETER_REPEATED", "RFC 6749 §3.1");
    }
}
