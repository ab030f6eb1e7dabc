package org.caregate.authorization;

import static org.caregate.authorization.Route.Readers.PEOPLE;
import static org.caregate.authorization.Route.Readers.PROGRAMS;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.caregate.audit.AuditLog;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.audit.entry.Action;
import org.caregate.audit.flood.StrangersLog;
import org.caregate.authorization.accesstoken.AccessTokenIssuer;
import org.caregate.authorization.accesstoken.AccessTokenVerifier;
import org.caregate.authorization.accesstoken.IdTokenIssuer;
import org.caregate.authorization.accesstoken.LiveTokens;
import org.caregate.authorization.authorize.AuthorizationEndpoint;
import org.caregate.authorization.backend.ClientCredentialsGrant;
import org.caregate.authorization.client.AuthenticatedForm;
import org.caregate.authorization.client.ClientAuthenticator;
import org.caregate.authorization.code.AuthorizationCodeGrant;
import org.caregate.authorization.grant.GrantEnding;
import org.caregate.authorization.grant.GrantStanding;
import org.caregate.authorization.http.CrossOrigin;
import org.caregate.authorization.http.Endpoint;
import org.caregate.authorization.http.EndpointRequest;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.authorization.http.ErrorResponses;
import org.caregate.authorization.http.Exchange;
import org.caregate.authorization.http.Remembered;
import org.caregate.authorization.introspection.IntrospectionEndpoint;
import org.caregate.authorization.metadata.PublicDocuments;
import org.caregate.authorization.refresh.RefreshTokenGrant;
import org.caregate.authorization.revocation.RevocationEndpoint;
import org.caregate.authorization.token.TokenEndpoint;
import org.caregate.authorization.token.TokenResponses;
import org.caregate.authorization.userinfo.UserinfoEndpoint;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.protocol.metadata.AuthorizationServerAddresses;
import org.caregate.registry.client.Client;

/** The whole authorization server: the route table, and what happens when nothing on it fits or something breaks. */
public final class AuthorizationServer {
    private static final System.Logger LOG = System.getLogger(AuthorizationServer.class.getName());

    private final List<Route> routes;
    private final CrossOrigin crossOrigin;
    private final AuditLog audit;
    private final Predicate<RuntimeException> passing;
    private final Clock clock;

    private AuthorizationServer(
            List<Route> routes,
            CrossOrigin crossOrigin,
            AuditLog audit,
            Predicate<RuntimeException> passing,
            Clock clock) {
        this.routes = List.copyOf(routes);
        this.crossOrigin = crossOrigin;
        this.audit = audit;
        this.passing = passing;
        this.clock = clock;
    }

    /** Puts the endpoints together. */
    public static AuthorizationServer of(AuthorizationServerSettings settings, AuthorizationServerPorts ports) {
        return new AuthorizationServer(
                routes(settings, ports),
                new CrossOrigin(ports.clients()),
                ports.audit(),
                ports.passing(),
                ports.clock());
    }

    /** The route table. */
    public List<Route> routes() {
        return routes;
    }

    /** The route of a path, for whoever mounts it. */
    public Optional<Route> route(String path) {
        return routes.stream().filter(route -> route.path().equals(path)).findFirst();
    }

    /** Answers any request; never throws for what a request or a database can do. */
    public EndpointResponse handle(EndpointRequest request) {
        Route route = route(request.path()).orElse(null);
        if (route == null) {
            return EndpointResponse.empty(404).uncached();
        }
        return route.crossOrigin() ? crossOriginAnswer(route, request) : answer(route, request);
    }

    private EndpointResponse crossOriginAnswer(Route route, EndpointRequest request) {
        EndpointResponse response = CrossOrigin.isPreflight(request) ? null : answer(route, request);
        try {
            return response == null
                    ? crossOrigin.preflight(request, route.methods())
                    : crossOrigin.decorate(request, response);
        } catch (RuntimeException e) { // the origin could not be looked up: answer without it
            return response == null ? failed(route, request, e) : response.with("Vary", "Origin");
        }
    }

    private EndpointResponse answer(Route route, EndpointRequest request) {
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
     * A bug or a database that is away: said in the log, never to the peer. Only the class is said, as messages may quote values; the
     * rest is for whoever switches debugging on. If even the audit log is gone, it is 503.
     */
    private EndpointResponse failed(Route route, EndpointRequest request, RuntimeException cause) {
        LOG.log(
                System.Logger.Level.ERROR,
                "request {0} failed: {1}",
                request.requestId(),
                cause.getClass().getName());
        LOG.log(System.Logger.Level.DEBUG, "request " + request.requestId(), cause);
        if (passing.test(cause)) {
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

    private static EndpointResponse error(Route route, EndpointRequest request, ProtocolError error) {
        return switch (route.readers()) {
            case PEOPLE -> ErrorResponses.shown(error, request.requestId());
            case PROGRAMS -> ErrorResponses.json(error);
        };
    }

    private static List<Route> routes(AuthorizationServerSettings settings, AuthorizationServerPorts ports) {
        AuthorizationServerAddresses addresses = settings.addresses();
        String issuer = addresses.issuer();
        Clock clock = ports.clock();
        StrangersLog strangers = new StrangersLog(ports.audit(), ports.flood());
        Function<EndpointRequest, Exchange> exchanges = request -> new Exchange(request, clock);
        Remembered<ClientId, Client> clients = new Remembered<>(ports.clients()::find, ports.revocationView());
        AuthenticatedForm forms = new AuthenticatedForm(
                new ClientAuthenticator(
                        clients, ports.hasher(), ports.clientKeys(), ports.throttle(), addresses, clock),
                ports.audit(),
                strangers);
        AccessTokenVerifier verifier = new AccessTokenVerifier(ports.signingKeys(), issuer, clock);
        LiveTokens live =
                new LiveTokens(verifier, ports.revocationView(), clients, ports.grants(), ports.people(), clock);
        GrantEnding ending = new GrantEnding(ports.grants(), ports.refreshTokens(), ports.revocations(), clock);
        AuthorizationEndpoint authorization = AuthorizationEndpoint.of(settings, ports);
        Endpoint metadata = PublicDocuments.metadata(addresses);
        return List.of(
                new Route(
                        AuthorizationServerAddresses.AUTHORIZE,
                        List.of("GET", "HEAD", "POST"),
                        Action.AUTHORIZATION_REQUEST,
                        PEOPLE,
                        false,
                        authorization.start()),
                new Route(
                        AuthorizationServerAddresses.CONTINUE,
                        List.of("GET"),
                        Action.AUTHORIZATION_REQUEST,
                        PEOPLE,
                        false,
                        authorization.resume()),
                new Route(
                        AuthorizationServerAddresses.TOKEN,
                        List.of("POST"),
                        Action.TOKEN_REQUEST,
                        PROGRAMS,
                        true,
                        tokenEndpoint(settings, ports, forms, clients, ending, exchanges)),
                new Route(
                        AuthorizationServerAddresses.REVOKE,
                        List.of("POST"),
                        Action.REVOCATION_REQUEST,
                        PROGRAMS,
                        true,
                        new RevocationEndpoint(
                                forms,
                                ports.refreshTokens(),
                                verifier,
                                ports.hasher(),
                                ending,
                                ports.assertionIds(),
                                ports.transactions(),
                                ports.audit(),
                                clock,
                                exchanges)),
                new Route(
                        AuthorizationServerAddresses.INTROSPECT,
                        List.of("POST"),
                        Action.INTROSPECTION,
                        PROGRAMS,
                        false, // for resource servers, never for browsers
                        new IntrospectionEndpoint(
                                forms,
                                clients,
                                live,
                                issuer,
                                settings.resources(),
                                ports.assertionIds(),
                                ports.audit(),
                                exchanges)),
                document(PublicDocuments.administrationPath(addresses), PublicDocuments.administration(addresses)),
                new Route(
                        AuthorizationServerAddresses.USERINFO,
                        List.of("GET", "HEAD", "POST"),
                        Action.USERINFO,
                        PROGRAMS,
                        true,
                        new UserinfoEndpoint(live, settings.resources(), ports.audit(), strangers, exchanges)),
                document(AuthorizationServerAddresses.JWKS, PublicDocuments.keys(ports.signingKeys())),
                document(AuthorizationServerAddresses.OPENID_CONFIGURATION, metadata),
                document(AuthorizationServerAddresses.OAUTH_METADATA, metadata));
    }

    private static Route document(String path, Endpoint endpoint) {
        return new Route(path, List.of("GET", "HEAD"), Action.METADATA, PROGRAMS, true, endpoint);
    }

    private static TokenEndpoint tokenEndpoint(
            AuthorizationServerSettings settings,
            AuthorizationServerPorts ports,
            AuthenticatedForm forms,
            Remembered<ClientId, Client> clients,
            GrantEnding ending,
            Function<EndpointRequest, Exchange> exchanges) {
        String issuer = settings.addresses().issuer();
        Clock clock = ports.clock();
        AccessTokenIssuer accessTokens =
                new AccessTokenIssuer(ports.signingKeys(), ports.random(), issuer, ports.revocationView()::version);
        GrantStanding standing = new GrantStanding(ports.people(), ports.roles());
        return new TokenEndpoint(
                forms,
                clients,
                List.of(
                        new AuthorizationCodeGrant(
                                ports.codes(),
                                ports.grants(),
                                ports.refreshTokens(),
                                standing,
                                ports.hasher(),
                                accessTokens,
                                settings,
                                ports.random(),
                                clock),
                        new RefreshTokenGrant(
                                ports.refreshTokens(),
                                ports.grants(),
                                standing,
                                ports.hasher(),
                                ports.successors(),
                                accessTokens,
                                settings,
                                clock),
                        new ClientCredentialsGrant(accessTokens, settings, clock)),
                ending,
                new TokenResponses(
                        accessTokens, new IdTokenIssuer(ports.signingKeys(), issuer, settings.resources(), clock)),
                ports.assertionIds(),
                ports.transactions(),
                ports.audit(),
                exchanges);
    }
}
