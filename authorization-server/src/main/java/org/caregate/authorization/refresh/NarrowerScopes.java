package org.caregate.authorization.refresh;

import static org.caregate.authorization.token.TokenCheck.demand;

import java.util.List;
import java.util.Optional;
import org.caregate.authorization.token.TokenCheck;
import org.caregate.policy.role.ScopeAlgebra;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.protocol.scope.ScopeParse;
import org.caregate.protocol.scope.ScopeParser;
import org.caregate.protocol.scope.Scopes;

/** RFC 6749 §6: no scope that was not granted. */
record NarrowerScopes() implements TokenCheck<RefreshAttempt> {
    @Override
    public Optional<ProtocolError> refusal(RefreshAttempt attempt) {
        Optional<String> asked = attempt.form().find("scope");
        boolean within = asked.isEmpty()
                || (ScopeParser.parse(asked.get()) instanceof ScopeParse.Parsed(Scopes scopes, List<String> unknown)
                        && unknown.isEmpty()
                        && !scopes.values().isEmpty()
                        && ScopeAlgebra.isSubset(scopes, attempt.grant().scopes()));
        return demand(within, "invalid_scope", "A scope was not granted", "SCOPE_WIDENED", "RFC 6749 §6");
    }
}
