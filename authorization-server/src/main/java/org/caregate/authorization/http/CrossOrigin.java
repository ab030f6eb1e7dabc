package org.caregate.authorization.http;

import java.util.List;
import java.util.Optional;
import org.caregate.registry.client.Clients;

/**
 * Lets the registered origins of apps read answers, errors too; every other origin gets an answer its browser keeps from it. No cookie is
 * ever read where this is used, so credentials are not allowed.
 */
public final class CrossOrigin {
    private static final int LONGEST_ORIGIN = 300;

    private final Clients clients;

    public CrossOrigin(Clients clients) {
        this.clients = clients;
    }

    /** Whether the request only asks what it may ask (Fetch standard, CORS preflight). */
    public static boolean isPreflight(EndpointRequest request) {
        return request.method().equals("OPTIONS")
                && request.header("origin").isPresent()
                && request.header("access-control-request-method").isPresent();
    }

    /** The answer to a preflight for a path with those methods. */
    public EndpointResponse preflight(EndpointRequest request, List<String> methods) {
        EndpointResponse response = decorate(request, EndpointResponse.empty(204));
        return response.headers().containsKey("Access-Control-Allow-Origin")
                ? response.with("Access-Control-Allow-Methods", String.join(", ", methods))
                        .with("Access-Control-Allow-Headers", "Authorization, Content-Type, Accept")
                        .with("Access-Control-Max-Age", "600")
                : response;
    }

    /** The same response, readable for the asking origin if it is registered. */
    public EndpointResponse decorate(EndpointRequest request, EndpointResponse response) {
        EndpointResponse varied = response.with("Vary", "Origin");
        return origin(request)
                .map(origin -> varied.with("Access-Control-Allow-Origin", origin)
                        .with("Access-Control-Expose-Headers", "X-Request-Id, WWW-Authenticate, Retry-After"))
                .orElse(varied);
    }

    private Optional<String> origin(EndpointRequest request) {
        return request.headerCount("origin") != 1
                ? Optional.empty()
                : request.header("origin")
                        .filter(origin -> origin.length() <= LONGEST_ORIGIN)
                        .filter(clients::isRegisteredOrigin);
    }
}
