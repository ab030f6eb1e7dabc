package org.caregate.authorization.refresh;

import static org.caregate.authorization.token.TokenCheck.invalidGrant;

import java.util.Optional;
import org.caregate.authorization.token.TokenCheck;
import org.caregate.protocol.error.ProtocolError;

/** RFC 9700 §4.14.2: a token no one uses ends by itself. */
record NotExpired() implements TokenCheck<RefreshAttempt> {
    @Override
    public Optional<ProtocolError> refusal(RefreshAttempt attempt) {
        return attempt.now().isBefore(attempt.token().expiresAt())
                ? Optional.empty()
                : Optional.of(invalidGrant("REFRESH_EXPIRED", "RFC 6749 §5.2"));
    }
}
