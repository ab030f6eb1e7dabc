package org.caregate.authorization.backend;

import java.util.List;
import org.caregate.authorization.http.Parameters;
import org.caregate.policy.role.GrantableScopes;
import org.caregate.protocol.scope.ScopeParse;
import org.caregate.protocol.scope.ScopeParser;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.client.Client;

/** A backend service asks for a token: what the checks may read. */
record BackendAttempt(Parameters form, Client client) {
    ScopeParse scopes() {
        return ScopeParser.parse(form.find("scope").orElse(""));
    }

    GrantableScopes grantable() {
        ScopeParse.Parsed parsed = scopes() instanceof ScopeParse.Parsed wellFormed
                ? wellFormed
                : new ScopeParse.Parsed(Scopes.NONE, List.of());
        return GrantableScopes.forSystem(parsed, client.scopes());
    }
}
