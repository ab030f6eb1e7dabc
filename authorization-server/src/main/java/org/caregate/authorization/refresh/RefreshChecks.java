package org.caregate.authorization.refresh;

import static org.caregate.authorization.token.TokenCheck.demand;
import static org.caregate.authorization.token.TokenCheck.invalidGrant;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.caregate.authorization.token.TokenCheck;
import org.caregate.policy.role.ScopeAlgebra;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.protocol.scope.ScopeParse;
import org.caregate.protocol.scope.ScopeParser;
import org.caregate.protocol.scope.Scopes;

/** The demands on a refresh that end nothing when they are not met: the token stays unused. In order. */
final class RefreshChecks {
    static final List<TokenCheck<RefreshAttempt>> IN_ORDER =
            List.of(new AliveFamily(), new NotExpired(), new NarrowerScopes(), new SomethingLeft(), new SameResource());

    private RefreshChecks() {}

    /** The family was not ended. */
    record AliveFamily() implements TokenCheck<RefreshAttempt> {
        @Override
        public Optional<ProtocolError> refusal(RefreshAttempt attempt) {
            return attempt.token().revoked()
                    ? Optional.of(invalidGrant("REFRESH_REVOKED", "RFC 6749 §5.2"))
                    : Optional.empty();
        }
    }

    /** RFC 9700 §4.14.2: a token nobody uses ends by itself. */
    record NotExpired() implements TokenCheck<RefreshAttempt> {
        @Override
        public Optional<ProtocolError> refusal(RefreshAttempt attempt) {
            return attempt.now().isBefore(attempt.token().expiresAt())
                    ? Optional.empty()
                    : Optional.of(invalidGrant("REFRESH_EXPIRED", "RFC 6749 §5.2"));
        }
    }

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

    /** RFC 8707 §2.2. */
    record SameResource() implements TokenCheck<RefreshAttempt> {
        @Override
        public Optional<ProtocolError> refusal(RefreshAttempt attempt) {
            URI audience = attempt.grant().audience();
            boolean same = List.of("resource", "aud").stream()
                    .flatMap(name -> attempt.form().find(name).stream())
                    .allMatch(named -> audience != null && named.equals(audience.toString()));
            return demand(same, "invalid_target", "resource was not authorized", "RESOURCE_DIFFERS", "RFC 8707 §2.2");
        }
    }
}
