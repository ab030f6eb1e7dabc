package org.caregate.server.metrics;

import java.util.Map;
import org.caregate.protocol.fhir.FhirInteraction;

/**
 * The name an endpoint has in metrics, by method and path alone. There are few of them and none repeats what the caller wrote: whatever
 * is not known is {@code other}.
 */
public final class EndpointNames {
    private static final String OTHER = "other";

    private static final Map<String, String> ISSUER = Map.ofEntries(
            Map.entry("/oauth2/authorize", "authorization"),
            Map.entry("/oauth2/authorize/continue", "authorization"),
            Map.entry("/oauth2/token", "token"),
            Map.entry("/oauth2/revoke", "revocation"),
            Map.entry("/oauth2/introspect", "introspection"),
            Map.entry("/oauth2/jwks", "jwks"),
            Map.entry("/userinfo", "userinfo"),
            Map.entry("/", "home"),
            Map.entry("/sign-out", "sign-out"),
            Map.entry("/signed-out", "sign-out"));

    private EndpointNames() {}

    /** The name of the endpoint that a request is for, one of a few. */
    @FunctionalInterface
    public interface Naming {
        /** By method and path alone. */
        String name(String method, String path);
    }

    /** The issuer's endpoints and pages. */
    public static Naming ofIssuer() {
        return (method, path) -> issuer(path);
    }

    /** The gateway's interactions, whose FHIR base has that path. */
    public static Naming ofGateway(String basePath) {
        return (method, path) -> gateway(method, path, basePath);
    }

    /** An endpoint or page of the issuer. */
    static String issuer(String path) {
        String known = ISSUER.get(path);
        if (known != null) {
            return known;
        }
        return switch (firstSegment(path)) {
            case ".well-known" -> "metadata";
            case "sign-in" -> "sign-in";
            case "interaction" -> "interaction";
            case "invitation" -> "invitation";
            case "admin" -> "administration";
            case "caregate" -> "static";
            default -> OTHER;
        };
    }

    private static String firstSegment(String path) {
        int end = path.indexOf('/', 1);
        return path.isEmpty() ? "" : path.substring(1, end < 0 ? path.length() : end);
    }

    /** The FHIR interaction that a request at the gateway has the shape of (FHIR R4, RESTful API). */
    static String gateway(String method, String path, String basePath) {
        if (path.contains("/.well-known/")) {
            return "metadata";
        }
        if (method.equals("OPTIONS")) {
            return "preflight";
        }
        if (!path.startsWith(basePath + "/")) {
            return OTHER;
        }
        return FhirInteraction.ofShape(method, path.substring(basePath.length() + 1))
                .map(FhirInteraction::word)
                .orElse(OTHER);
    }
}
