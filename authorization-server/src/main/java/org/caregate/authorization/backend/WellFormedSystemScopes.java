package org.caregate.authorization.backend;

import static org.caregate.authorization.token.TokenCheck.demand;

import java.util.Optional;
import org.caregate.authorization.token.TokenCheck;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.protocol.scope.ScopeParse;

/** SMART Backend Services demands scope; malformed ones are refused whole. */
record WellFormedSystemScopes() implements TokenCheck<BackendAttempt> {
    @Override
    public Optional<ProtocolError> refusal(BackendAttempt attempt) {
        boolean wellFormed = attempt.form().has("scope") && attempt.scopes() instanceof ScopeParse.Parsed;
        return demand(
                wellFormed,
                "invalid_scope",
                "scope is missing or malformed",
                "SCOPE_MALFORMED",
                "SMART Backend Services 2.2");
    }
}
