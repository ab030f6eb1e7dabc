package org.caregate.authorization.authorize;

import static org.caregate.authorization.authorize.CheckResult.refuse;

import org.caregate.protocol.error.ProtocolError;
import org.caregate.protocol.scope.ScopeParse;

/** Demands scopes that keep the grammar; none is guessed at (RFC 6749 §3.3, SMART App Launch 2.2). */
final class WellFormedScopes implements AuthorizationCheck {
    @Override
    public CheckResult check(AuthorizationAttempt attempt) {
        if (!attempt.parameters().has("scope")) {
            return refuse("invalid_scope", "scope is missing", "SCOPE_MISSING", "RFC 6749 §3.3");
        }
        return switch (attempt.scopes()) {
            case ScopeParse.Parsed parsed -> CheckResult.PASS;
            case ScopeParse.Malformed(var faults) ->
                new CheckResult.Refuse(ProtocolError.of(
                                "invalid_scope", "A scope is malformed", "SCOPE_MALFORMED", "RFC 6749 §4.1.2.1")
                        .withPrivateDetail(faults.getFirst().reason().name()));
        };
    }
}
