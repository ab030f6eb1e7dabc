package org.caregate.authorization.authorize;

import static org.caregate.authorization.authorize.CheckResult.refuse;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Demands that {@code prompt} and {@code max_age} say something that can be done (OpenID Connect Core §3.1.2.1). */
final class UnderstoodPrompt implements AuthorizationCheck {
    private static final Set<String> KNOWN = Set.of("none", "login", "consent");
    private static final Pattern SECONDS = Pattern.compile("0*(\\d+)");
    private static final int MOST_DIGITS = 9;
    private static final Duration LONGER_THAN_ANY_SESSION = Duration.ofSeconds(999_999_999);
    private static final String CLAUSE = "OpenID Connect Core §3.1.2.1";

    @Override
    public CheckResult check(AuthorizationAttempt attempt) {
        Set<String> prompts = attempt.prompts();
        if (prompts.contains("select_account")) {
            return refuse(
                    "account_selection_required", "Accounts cannot be chosen here", "PROMPT_SELECT_ACCOUNT", CLAUSE);
        }
        if (!KNOWN.containsAll(prompts) || (prompts.contains("none") && prompts.size() > 1)) {
            return refuse("invalid_request", "prompt cannot be followed", "PROMPT_MALFORMED", CLAUSE);
        }
        boolean ageUnderstood = attempt.parameters()
                .find("max_age")
                .map(age -> SECONDS.matcher(age).matches())
                .orElse(true);
        return ageUnderstood
                ? CheckResult.PASS
                : refuse("invalid_request", "max_age is not a number of seconds", "MAX_AGE_MALFORMED", CLAUSE);
    }

    /** The {@code max_age} of a request that passed; the specification bounds neither the number nor its digits. */
    static Optional<Duration> maxAge(AuthorizationAttempt attempt) {
        return attempt.parameters()
                .find("max_age")
                .map(SECONDS::matcher)
                .filter(Matcher::matches)
                .map(seconds -> {
                    String digits = seconds.group(1);
                    return digits.length() > MOST_DIGITS
                            ? LONGER_THAN_ANY_SESSION
                            : Duration.ofSeconds(Long.parseLong(digits));
                });
    }
}
