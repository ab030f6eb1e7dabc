package org.caregate.gateway.settings;

import java.net.URI;
import org.caregate.edge.proxy.Peers;
import org.caregate.edge.tls.TlsMaterial;
import org.caregate.gateway.upstream.UpstreamSettings;

/**
 * The operator's settings of the gateway.
 *
 * @param base the FHIR base as the world sees it, the only audience accepted: {@code https://api.example.org/fhir}
 * @param address what to bind to
 * @param port 0 for a free one
 * @param issuer who issues the tokens
 * @param proxies the TCP balancers that tell where their callers are
 */
public record GatewaySettings(
        URI base,
        String address,
        int port,
        TlsMaterial tls,
        UpstreamSettings upstream,
        URI issuer,
        GatewayLimits limits,
        Peers proxies) {
    public GatewaySettings {
        String path = base.getRawPath();
        if (!"https".equals(base.getScheme())
                || path == null
                || path.length() < 2
                || path.endsWith("/")
                || base.getRawQuery() != null
                || base.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "the FHIR base is an https address with a path, no trailing slash, no query");
        }
    }
}
