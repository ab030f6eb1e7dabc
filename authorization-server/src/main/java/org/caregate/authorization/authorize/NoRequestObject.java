package org.caregate.authorization.authorize;

import static org.caregate.authorization.authorize.CheckResult.refuse;

/** Refuses request objects and self-registration, which are not understood here (OpenID Connect Core §3.1.2.6, §6). */
final class NoRequestObject implements AuthorizationCheck {
    private static final String CLAUSE = "OpenID Connect Core §3.1.2.6";

    @Override
    public CheckResult check(AuthorizationAttempt attempt) {
        if (attempt.parameters().has("request")) {
            return refuse("request_not_supported", "request is not supported", "REQUEST_OBJECT", CLAUSE);
        }
        if (attempt.parameters().has("request_uri")) {
            return refuse("request_uri_not_supported", "request_uri is not supported", "REQUEST_OBJECT", CLAUSE);
        }
        return attempt.parameters().has("registration")
                ? refuse("registration_not_supported", "registration is not supported", "SELF_REGISTRATION", CLAUSE)
                : CheckResult.PASS;
    }
}
