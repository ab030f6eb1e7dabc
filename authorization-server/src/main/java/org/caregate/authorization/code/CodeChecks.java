package org.caregate.authorization.code;

import java.util.List;
import org.caregate.authorization.token.TokenCheck;

/** The demands on a code that was just used up: a redemption that fails here was its only try. */
final class CodeChecks {
    static final List<TokenCheck<CodeAttempt>> IN_ORDER = List.of(
            new IssuedToThisClient(),
            new WithinItsMinute(),
            new SameRedirectUri(),
            new MatchingCodeVerifier(),
            new ResourceOfTheCode());

    private CodeChecks() {}
}
