package org.caregate.authorization.metadata;

import java.net.URI;
import java.util.stream.Stream;
import org.caregate.authorization.http.Endpoint;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.crypto.signing.SigningKeys;
import org.caregate.protocol.metadata.AuthorizationServerAddresses;
import org.caregate.protocol.metadata.ProtectedResourceMetadata;
import org.caregate.protocol.scope.AdminScope;
import org.caregate.registry.resource.ResourceServer;

/** Documents anyone may read: nothing is released that is not public, so these alone are not audited. */
public final class PublicDocuments {
    private PublicDocuments() {}

    /** Metadata; clients may keep it for five minutes. */
    public static Endpoint metadata(AuthorizationServerAddresses addresses) {
        String json = AuthorizationServerMetadata.json(addresses);
        return request -> cacheable(EndpointResponse.json(200, json));
    }

    /** The metadata of the administration API, which this server guards itself (RFC 9728 §2). */
    public static Endpoint administration(AuthorizationServerAddresses addresses) {
        String json = ProtectedResourceMetadata.json(
                administrationOf(addresses),
                addresses,
                Stream.of(AdminScope.values()).map(AdminScope::text).toList());
        return request -> cacheable(EndpointResponse.json(200, json));
    }

    /** Where that is published. */
    public static String administrationPath(AuthorizationServerAddresses addresses) {
        return ProtectedResourceMetadata.path(administrationOf(addresses));
    }

    private static URI administrationOf(AuthorizationServerAddresses addresses) {
        return ResourceServer.administration(URI.create(addresses.issuer())).identifier();
    }

    /** The public keys that are published now (RFC 7517 §5). */
    public static Endpoint keys(SigningKeys keys) {
        return request -> cacheable(EndpointResponse.json(200, keys.published().toString(true)));
    }

    private static EndpointResponse cacheable(EndpointResponse response) {
        return response.with("Cache-Control", "public, max-age=300");
    }
}
