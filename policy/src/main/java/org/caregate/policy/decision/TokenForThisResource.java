package org.caregate.policy.decision;

import java.time.Instant;
import java.util.function.Predicate;
import org.caregate.protocol.token.TokenClaims;
import org.jspecify.annotations.Nullable;

/** A token is good at the one resource it names (RFC 9068 §4, RFC 8707 §2). */
final class TokenForThisResource implements TokenRule.OnClaims {
    @Override
    public @Nullable DenyReason objection(TokenClaims token, Instant now, Predicate<String> audience) {
        return audience.test(token.audience()) ? null : DenyReason.TOKEN_WRONG_AUDIENCE;
    }
}
