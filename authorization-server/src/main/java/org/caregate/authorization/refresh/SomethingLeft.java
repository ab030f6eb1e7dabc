package org.caregate.authorization.refresh;

import static org.caregate.authorization.token.TokenCheck.demand;

import java.util.Optional;
import org.caregate.authorization.token.TokenCheck;
import org.caregate.protocol.error.ProtocolError;

/** What was asked is still worth something under today's roles. */
record SomethingLeft() implements TokenCheck<RefreshAttempt> {
    @Override
    public Optional<ProtocolError> refusal(RefreshAttempt attempt) {
        return demand(
                !attempt.narrowed().values().isEmpty(),
                "invalid_scope",
                "No requested scope may be granted",
                "ROLE_GRANTS_NOTHING",
                "RFC 6749 §6");
    }
}
