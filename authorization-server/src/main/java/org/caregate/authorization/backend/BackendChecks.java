package org.caregate.authorization.backend;

import static org.caregate.authorization.token.TokenCheck.demand;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caregate.authorization.token.TokenCheck;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.protocol.scope.ScopeParse;
import org.caregate.registry.resource.ResourceServer;
import org.caregate.registry.resource.ResourceServers;

/** The demands on {@code client_credentials}, in order. */
final class BackendChecks {
    private BackendChecks() {}

    static List<TokenCheck<BackendAttempt>> inOrder(ResourceServers resources) {
        return List.of(
                new AuthenticatesItself(), new WellFormedScopes(), new GrantableScopes(), new OneAudience(resources));
    }

    /** RFC 6749 §4.4: confidential clients only. */
    record AuthenticatesItself() implements TokenCheck<BackendAttempt> {
        @Override
        public Optional<ProtocolError> refusal(BackendAttempt attempt) {
            return demand(
                    !attempt.client().isPublic(),
                    "unauthorized_client",
                    "This client may not use this grant",
                    "PUBLIC_CLIENT",
                    "RFC 6749 §4.4");
        }
    }

    /** SMART Backend Services demands scope; malformed ones are refused whole. */
    record WellFormedScopes() implements TokenCheck<BackendAttempt> {
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

    /** Something is left under what the client registered, of {@code system/} and {@code admin/} scopes alone. */
    record GrantableScopes() implements TokenCheck<BackendAttempt> {
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

    /** RFC 8707 §2.2: a resource of ours that the client is registered for; unnamed, the client's only one. */
    record OneAudience(ResourceServers resources) implements TokenCheck<BackendAttempt> {
        @Override
        public Optional<ProtocolError> refusal(BackendAttempt attempt) {
            return demand(
                    audience(attempt, resources).isPresent(),
                    "invalid_target",
                    "resource is missing or not open to this client",
                    "AUDIENCE_NOT_REGISTERED",
                    "RFC 8707 §2.2");
        }
    }

    /** The audience, where it is settled. */
    static Optional<URI> audience(BackendAttempt attempt, ResourceServers resources) {
        Set<URI> registered = attempt.client().audiences();
        Optional<String> resource = attempt.form().find("resource");
        Optional<String> aud = attempt.form().find("aud");
        if (resource.isPresent() && aud.isPresent() && !resource.equals(aud)) {
            return Optional.empty();
        }
        Optional<String> named = resource.or(() -> aud);
        Optional<ResourceServer> server = named.or(() -> only(registered)).flatMap(resources::named);
        return server.filter(one -> one.speaks(attempt.grantable().granted()))
                .map(ResourceServer::identifier)
                .filter(registered::contains);
    }

    private static Optional<String> only(Set<URI> registered) {
        return registered.size() == 1 ? registered.stream().findFirst().map(URI::toString) : Optional.empty();
    }
}
