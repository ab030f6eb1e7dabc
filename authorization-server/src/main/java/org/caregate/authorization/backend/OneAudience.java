package org.caregate.authorization.backend;

import static org.caregate.authorization.token.TokenCheck.demand;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.caregate.authorization.token.TokenCheck;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.registry.resource.ResourceServer;
import org.caregate.registry.resource.ResourceServers;

/** RFC 8707 §2.2: one of our resources that the client is registered for; if none is named, the client's only one. */
record OneAudience(ResourceServers resources) implements TokenCheck<BackendAttempt> {
    @Override
    public Optional<ProtocolError> refusal(BackendAttempt attempt) {
        return demand(
                of(attempt, resources).isPresent(),
                "invalid_target",
                "resource is missing or not open to this client",
                "AUDIENCE_NOT_REGISTERED",
                "RFC 8707 §2.2");
    }

    /** The audience, where it is settled. */
    static Optional<URI> of(BackendAttempt attempt, ResourceServers resources) {
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
