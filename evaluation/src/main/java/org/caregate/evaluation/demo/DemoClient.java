package org.caregate.evaluation.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client of the demo.
 *
 * @param name its member in {@code demo.json}
 * @param secret for {@code client_secret_basic}
 * @param jwk the private key of a client that signs assertions, as JSON
 * @param introspects whether it is a resource server that may introspect
 */
public record DemoClient(
        String name,
        String clientId,
        String displayName,
        String profile,
        List<String> grantTypes,
        @Nullable String redirectUri,
        String scope,
        @Nullable String secret,
        @Nullable String jwk,
        boolean introspects) {
    public DemoClient {
        grantTypes = List.copyOf(grantTypes);
    }

    @Override
    public String toString() {
        return "DemoClient[" + clientId + "]";
    }
}
