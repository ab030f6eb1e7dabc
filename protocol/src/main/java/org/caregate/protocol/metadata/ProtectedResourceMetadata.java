package org.caregate.protocol.metadata;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The metadata of a protected resource (RFC 9728). */
public final class ProtectedResourceMetadata {
    private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

    private ProtectedResourceMetadata() {}

    /** Where it is published: at the origin, with the resource's path after the well-known part (RFC 9728 §3). */
    public static String path(URI resource) {
        return WELL_KNOWN + resource.getRawPath();
    }

    /** The absolute address, for {@code resource_metadata} in challenges (RFC 9728 §5.1). */
    public static String address(URI resource) {
        return resource.getScheme() + "://" + resource.getRawAuthority() + path(resource);
    }

    /** The document of a FHIR base, whose tokens this authorization server issues. */
    public static String json(URI resource, AuthorizationServerAddresses server) {
        return json(resource, server, SupportedScopes.ALL);
    }

    /** The document of that resource, whose tokens this authorization server issues. */
    public static String json(URI resource, AuthorizationServerAddresses server, List<String> scopes) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("resource", resource.toString());
        json.put("authorization_servers", List.of(server.issuer()));
        json.put("scopes_supported", scopes);
        json.put("bearer_methods_supported", List.of("header"));
        return JSONObjectUtils.toJSONString(json);
    }
}
