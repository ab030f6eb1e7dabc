package org.caregate.authorization;

import static org.caregate.authorization.EndpointRoute.Readers.PEOPLE;
import static org.caregate.authorization.EndpointRoute.Readers.PROGRAMS;

import java.util.List;
import org.caregate.audit.entry.Action;
import org.caregate.authorization.http.Endpoint;
import org.caregate.authorization.metadata.PublicDocuments;
import org.caregate.protocol.metadata.AuthorizationServerAddresses;

/** Which path leads to which endpoint. */
final class RouteTable {
    private RouteTable() {}

    static List<EndpointRoute> of(AuthorizationServerSettings settings, AuthorizationServerPorts ports) {
        Wiring wiring = new Wiring(settings, ports);
        AuthorizationServerAddresses addresses = settings.addresses();
        Endpoint metadata = PublicDocuments.metadata(addresses);
        return List.of(
                page(AuthorizationServerAddresses.AUTHORIZE, wiring.startedAuthorization(), "GET", "HEAD", "POST"),
                page(AuthorizationServerAddresses.CONTINUE, wiring.continuedAuthorization(), "GET"),
                form(AuthorizationServerAddresses.TOKEN, Action.TOKEN_REQUEST, true, wiring.token()),
                form(AuthorizationServerAddresses.REVOKE, Action.REVOCATION_REQUEST, true, wiring.revocation()),
                // introspection is for resource servers, never for browsers
                form(AuthorizationServerAddresses.INTROSPECT, Action.INTROSPECTION, false, wiring.introspection()),
                userinfo(AuthorizationServerAddresses.USERINFO, wiring.userinfo()),
                document(PublicDocuments.administrationPath(addresses), PublicDocuments.administration(addresses)),
                document(AuthorizationServerAddresses.JWKS, PublicDocuments.keys(ports.signingKeys())),
                document(AuthorizationServerAddresses.OPENID_CONFIGURATION, metadata),
                document(AuthorizationServerAddresses.OAUTH_METADATA, metadata));
    }

    private static EndpointRoute page(String path, Endpoint endpoint, String... methods) {
        return new EndpointRoute(path, List.of(methods), Action.AUTHORIZATION_REQUEST, PEOPLE, false, endpoint);
    }

    private static EndpointRoute form(String path, Action action, boolean crossOrigin, Endpoint endpoint) {
        return new EndpointRoute(path, List.of("POST"), action, PROGRAMS, crossOrigin, endpoint);
    }

    private static EndpointRoute userinfo(String path, Endpoint endpoint) {
        return new EndpointRoute(path, List.of("GET", "HEAD", "POST"), Action.USERINFO, PROGRAMS, true, endpoint);
    }

    private static EndpointRoute document(String path, Endpoint endpoint) {
        return new EndpointRoute(path, List.of("GET", "HEAD"), Action.METADATA, PROGRAMS, true, endpoint);
    }
}
