package org.caregate.authorization.refresh;

import java.time.Instant;
import java.util.Optional;
import org.caregate.authorization.http.Parameters;
import org.caregate.crypto.credential.Credential;
import org.caregate.policy.role.GrantableScopes;
import org.caregate.protocol.scope.ScopeParse;
import org.caregate.protocol.scope.ScopeParser;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.client.Client;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.refresh.RefreshToken;

/**
 * Someone presents a whole refresh token: what the checks on it may read.
 *
 * @param presented the token itself, from which its successor is derived
 * @param scopes what the grant is worth today
 */
record RefreshAttempt(
        Parameters form,
        Client client,
        Credential presented,
        RefreshToken token,
        Grant grant,
        Scopes scopes,
        Instant now) {
    /** What was asked, held to what the grant is worth today; the grant itself stays as it is (RFC 6749 §6). */
    Scopes narrowed() {
        Optional<String> asked = form.find("scope");
        if (asked.isEmpty() || !(ScopeParser.parse(asked.get()) instanceof ScopeParse.Parsed parsed)) {
            return scopes;
        }
        return GrantableScopes.forPerson(parsed, scopes, scopes).granted();
    }
}
