package org.caregate.authorization;

import static org.caregate.authorization.EndpointRoute.Readers.PEOPLE;
import static org.caregate.authorization.EndpointRoute.Readers.PROGRAMS;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.caregate.audit.AuditLog;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.authorization.http.CrossOrigin;
import org.caregate.authorization.http.EndpointRequest;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.authorization.http.ErrorResponses;
import org.caregate.authorization.http.Exchange;
import org.caregate.protocol.error.ProtocolError;

/** The whole authorization server: dispatch by the route table, and the answer when no route fits or something breaks. */
public final class AuthorizationServer {
    private static final System.Logger LOG = System.getLogger(AuthorizationServer.class.getName());

    private final List<EndpointRoute> routes;
    private final CrossOrigin crossOrigin;
    private final AuditLog audit;
    private final Predicate<RuntimeException> isTransient;
    private final Clock clock;

    private AuthorizationServer(
            List<EndpointRoute> routes,
            CrossOrigin crossOrigin,
            AuditLog audit,
            Predicate<RuntimeException> isTransient,
            Clock clock) {
        this.routes = List.copyOf(routes);
        this.crossOrigin = crossOrigin;
        this.audit = audit;
        this.isTransient = isTransient;
        this.clock = clock;
    }

    /** Puts the endpoints together. */
    public static AuthorizationServer of(AuthorizationServerSettings settings, AuthorizationServerPorts ports) {
        return new AuthorizationServer(
                RouteTable.of(settings, ports),
                new CrossOrigin(ports.clients()),
                ports.audit(),
                ports.isTransient(),
                ports.clock());
    }

    /** The route table. */
    public List<EndpointRoute> routes() {
        return routes;
    }

    /** The route of a path, for the server that mounts it. */
    public Optional<EndpointRoute> route(String path) {
        return routes.stream().filter(route -> route.path().equals(path)).findFirst();
    }

    /** Answers any request; never throws for what a request or a database can do. */
    public EndpointResponse handle(EndpointRequest request) {
        EndpointRoute route = route(request.path()).orElse(null);
        if (route == null) {
            return EndpointResponse.empty(404).uncached();
        }
        return route.crossOrigin() ? crossOriginAnswer(route, request) : answer(route, request);
    }

    private EndpointResponse crossOriginAnswer(EndpointRoute route, EndpointRequest request) {
        EndpointResponse response = CrossOrigin.isPreflight(request) ? null : answer(route, request);
        try {
            return response == null
                    ? crossOrigin.preflight(request, route.methods())
                    : crossOrigin.decorate(request, response);
        } catch (RuntimeException e) { // the origin could not be looked up: answer without it
            return response == null ? failed(route, request, e) : response.with("Vary", "Origin");
        }
    }

    private EndpointResponse answer(EndpointRoute route, EndpointRequest request) {
        boolean onlyAsks = request.method().equals("OPTIONS"); // RFC 9110 §9.3.7
        if (onlyAsks || !route.methods().contains(request.method())) {
            return EndpointResponse.empty(onlyAsks ? 204 : 405)
                    .uncached()
                    .with("Allow", String.join(", ", route.methods()) + ", OPTIONS");
        }
        try {
            return route.endpoint().handle(request);
        } catch (AuditUnavailableException e) {
            return error(route, request, ErrorResponses.unavailable("AUDIT_UNAVAILABLE"));
        } catch (RuntimeException e) {
            return failed(route, request, e);
        }
    }

    /**
     * A bug or an unreachable database: reported in the log, never to the peer. The log names only the class, as messages may quote
     * values; the rest appears at debug level. If the audit log is unreachable too, the answer is 503.
     */
    private EndpointResponse failed(EndpointRoute route, EndpointRequest request, RuntimeException cause) {
        LOG.log(
                System.Logger.Level.ERROR,
                "request {0} failed: {1}",
                request.requestId(),
                cause.getClass().getName());
        LOG.log(System.Logger.Level.DEBUG, "request " + request.requestId(), cause);
        if (isTransient.test(cause)) {
            return error(route, request, ErrorResponses.unavailable("STORE_UNAVAILABLE"));
        }
        try {
            audit.record(new Exchange(request, clock)
                    .failed(route.action(), "INTERNAL_ERROR")
                    .build());
        } catch (RuntimeException e) {
            return error(route, request, ErrorResponses.unavailable("AUDIT_UNAVAILABLE"));
        }
        return error(route, request, ErrorResponses.serverError());
    }

    private static EndpointResponse error(EndpointRoute route, EndpointRequest request, ProtocolError error) {
        return switch (route.readers()) {
            case PEOPLE -> ErrorResponses.shown(error, request.requestId());
            case PROGRAMS -> ErrorResponses.json(error);
        };
    }
}
