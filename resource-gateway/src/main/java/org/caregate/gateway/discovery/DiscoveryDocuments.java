package org.caregate.gateway.discovery;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.caregate.protocol.metadata.AuthorizationServerAddresses;
import org.caregate.protocol.metadata.ProtectedResourceMetadata;
import org.caregate.protocol.metadata.SmartConfiguration;

/** The JSON documents that anyone may read, by their path on this server (SMART App Launch 2.2, "Conformance"; RFC 9728). */
public final class DiscoveryDocuments {
    private DiscoveryDocuments() {}

    /** Those of one FHIR base, whose tokens that issuer issues. */
    public static Map<String, OwnDocument> of(URI base, URI issuer) {
        AuthorizationServerAddresses addresses = new AuthorizationServerAddresses(issuer.toString());
        return Map.of(
                base.getRawPath() + SmartConfiguration.PATH,
                document(SmartConfiguration.json(addresses)),
                ProtectedResourceMetadata.path(base),
                document(ProtectedResourceMetadata.json(base, addresses)));
    }

    private static OwnDocument document(String json) {
        return new OwnDocument(json.getBytes(StandardCharsets.UTF_8));
    }
}
