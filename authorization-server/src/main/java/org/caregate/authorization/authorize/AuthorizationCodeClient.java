package org.caregate.authorization.authorize;

import static org.caregate.authorization.authorize.CheckResult.refuse;

/** Demands a client that is registered for authorization_code (RFC 6749 §4.1.2.1). */
final class AuthorizationCodeClient implements AuthorizationCheck {
    @Override
    public CheckResult check(AuthorizationAttempt attempt) {
        return attempt.knownClient().grantTypes().contains("authorization_code")
                        && attempt.knownClient().profile().grantTypes().contains("authorization_code")
                ? CheckResult.PASS
                : refuse(
                        "unauthorized_client",
                        "This app may not use this flow",
                        "GRANT_TYPE_NOT_REGISTERED",
                        "RFC 6749 §4.1.2.1");
    }
}
