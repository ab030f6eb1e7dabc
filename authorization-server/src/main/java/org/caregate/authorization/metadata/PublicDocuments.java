package org.caregate.authorization.metadata;

import org.caregate.authorization.Endpoint;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.crypto.signing.SigningKeys;
import org.caregate.protocol.metadata.AuthorizationServerAddresses;

/** Documents anyone may read: nothing is released that is not public, so these alone are not audited. */
public final class PublicDocuments {
    private PublicDocuments() {}

    /** Metadata; clients may keep it for five minutes. */
    public static Endpoint metadata(AuthorizationServerAddresses addresses) {
        String json = AuthorizationServerMetadata.json(addresses);
        return request -> cacheable(EndpointResponse.json(200, json));
    }

    /** The public keys that are published now (RFC 7517 §5). */
    public static Endpoint keys(SigningKeys keys) {
        return request -> cacheable(EndpointResponse.json(200, keys.published().toString(true)));
    }

    private static EndpointResponse cacheable(EndpointResponse response) {
        return response.with("Cache-Control", "public, max-age=300");
    }
}
