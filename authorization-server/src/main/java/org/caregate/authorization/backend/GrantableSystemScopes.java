package org.caregate.authorization.backend;

import static org.caregate.authorization.token.TokenCheck.demand;

import java.util.Optional;
import org.caregate.authorization.token.TokenCheck;
import org.caregate.protocol.error.ProtocolError;

/** Something is left under what the client registered, of {@code system/} and {@code admin/} scopes alone. */
record GrantableSystemScopes() implements TokenCheck<BackendAttempt> {
    @Override
    public Optional<ProtocolError> refusal(BackendAttempt attempt) {
        return demand(
                !attempt.grantable().granted().values().isEmpty(),
                "invalid_scope",
                "No requested scope may be granted",
                "NOTHING_GRANTABLE",
                "RFC 6749 §5.2");
    }
}
