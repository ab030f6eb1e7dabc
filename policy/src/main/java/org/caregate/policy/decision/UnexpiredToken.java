package org.caregate.policy.decision;

import java.time.Instant;
import java.util.function.Predicate;
import org.caregate.protocol.token.TokenClaims;
import org.jspecify.annotations.Nullable;

/** A token ends at {@code exp}, also where its verification was cached (RFC 9068 §4). */
final class UnexpiredToken implements TokenRule.OnClaims {
    @Override
    public @Nullable DenyReason objection(TokenClaims token, Instant now, Predicate<String> audience) {
        return now.isBefore(token.expiresAt()) ? null : DenyReason.TOKEN_EXPIRED;
    }
}
