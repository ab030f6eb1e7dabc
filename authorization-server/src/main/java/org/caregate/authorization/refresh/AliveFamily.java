package org.caregate.authorization.refresh;

import static org.caregate.authorization.token.TokenCheck.invalidGrant;

import java.util.Optional;
import org.caregate.authorization.token.TokenCheck;
import org.caregate.protocol.error.ProtocolError;

/** The family was not ended. */
record AliveFamily() implements TokenCheck<RefreshAttempt> {
    @Override
    public Optional<ProtocolError> refusal(RefreshAttempt attempt) {
        return attempt.token().revoked()
                ? Optional.of(invalidGrant("REFRESH_REVOKED", "RFC 6749 §5.2"))
                : Optional.empty();
    }
}
