package org.caregate.authorization.authorize;

import static org.caregate.authorization.authorize.CheckResult.refuse;

/** Demands that a hint, where there is one, is an ID token that this app got from us (OpenID Connect Core §3.1.2.1). */
final class UnderstoodIdTokenHint implements AuthorizationCheck {
    @Override
    public CheckResult check(AuthorizationAttempt attempt) {
        return attempt.hint() instanceof IdTokenHint.Unreadable
                ? refuse(
                        "invalid_request",
                        "id_token_hint is no ID token for this app",
                        "ID_TOKEN_HINT_UNREADABLE",
                        "OpenID Connect Core §3.1.2.1")
                : CheckResult.PASS;
    }
}
