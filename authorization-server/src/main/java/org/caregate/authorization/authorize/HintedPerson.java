package org.caregate.authorization.authorize;

import static org.caregate.authorization.authorize.CheckResult.refuse;

/**
 * Demands the person whom the hint names: an app never gets tokens of someone else who happens to sit at the same browser (OpenID
 * Connect Core §3.1.2.2). The app gets an error, and the person is not asked, because a person who signs in again ends this browser's session.
 */
final class HintedPerson implements AuthorizationCheck {
    @Override
    public CheckResult check(AuthorizationAttempt attempt) {
        return attempt.hint() instanceof IdTokenHint.Of(var hinted)
                        && !hinted.equals(attempt.knownPerson().id())
                ? refuse(
                        "login_required",
                        "Another user is signed in",
                        "PERSON_NOT_HINTED",
                        "OpenID Connect Core §3.1.2.2")
                : CheckResult.PASS;
    }
}
