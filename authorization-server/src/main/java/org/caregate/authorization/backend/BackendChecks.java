package org.caregate.authorization.backend;

import java.util.List;
import org.caregate.authorization.token.TokenCheck;
import org.caregate.registry.resource.ResourceServers;

/** The demands on a request of {@code client_credentials}. */
final class BackendChecks {
    private BackendChecks() {}

    static List<TokenCheck<BackendAttempt>> inOrder(ResourceServers resources) {
        return List.of(
                new AuthenticatesItself(),
                new WellFormedSystemScopes(),
                new GrantableSystemScopes(),
                new OneAudience(resources));
    }
}
