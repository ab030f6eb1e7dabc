package org.caregate.authorization.authorize;

import static org.caregate.authorization.authorize.CheckResult.refuse;

import java.util.Optional;
import java.util.regex.Pattern;

/** Demands PKCE with S256 of every client, confidential ones too (RFC 7636 §4.3, RFC 9700 §2.1.1). */
final class S256CodeChallenge implements AuthorizationCheck {
    private static final Pattern SHA256 = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final String CLAUSE = "RFC 7636 §4.4.1";

    @Override
    public CheckResult check(AuthorizationAttempt attempt) {
        Optional<String> challenge = attempt.parameters().find("code_challenge");
        if (challenge.isEmpty()) {
            return refuse("invalid_request", "code_challenge is required", "CODE_CHALLENGE_MISSING", CLAUSE);
        }
        if (!attempt.parameters().find("code_challenge_method").equals(Optional.of("S256"))) {
            return refuse("invalid_request", "code_challenge_method is S256 here", "CODE_CHALLENGE_METHOD", CLAUSE);
        }
        return SHA256.matcher(challenge.get()).matches()
                ? CheckResult.PASS
                : refuse("invalid_request", "code_challenge is malformed", "CODE_CHALLENGE_MALFORMED", CLAUSE);
    }
}
