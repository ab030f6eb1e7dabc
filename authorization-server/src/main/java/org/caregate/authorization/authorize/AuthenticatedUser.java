package org.caregate.authorization.authorize;

import static org.caregate.authorization.authorize.CheckResult.refuse;

import java.time.Instant;
import org.caregate.authorization.http.SignedIn;
import org.caregate.registry.pending.Interaction;

/**
 * Demands a person signed in with both factors, as freshly as {@code prompt=login} and {@code max_age} ask, and still enabled
 * (OpenID Connect Core §3.1.2.3).
 */
final class AuthenticatedUser implements AuthorizationCheck {
    @Override
    public CheckResult check(AuthorizationAttempt attempt) {
        SignedIn signedIn = attempt.signedIn();
        if (signedIn == null || signedIn.authTime().isBefore(notBefore(attempt))) {
            return new CheckResult.Ask(new Interaction.SignIn());
        }
        return attempt.person() != null && attempt.person().enabled()
                ? CheckResult.PASS
                : refuse("access_denied", "This person has no access", "PERSON_DISABLED", "RFC 6749 §4.1.2.1");
    }

    private static Instant notBefore(AuthorizationAttempt attempt) {
        if (attempt.prompts().contains("login")) {
            return attempt.requestedAt();
        }
        return UnderstoodPrompt.maxAge(attempt)
                .map(age -> attempt.requestedAt().minus(age))
                .orElse(Instant.MIN);
    }
}
