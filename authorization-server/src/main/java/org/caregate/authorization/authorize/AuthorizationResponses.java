package org.caregate.authorization.authorize;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.protocol.error.ProtocolError;
import org.jspecify.annotations.Nullable;

/** Answers at the app's redirect URI: always with the issuer, so that answers of two servers cannot be mixed up (RFC 9207 §2). */
final class AuthorizationResponses {
    private final String issuer;

    AuthorizationResponses(String issuer) {
        this.issuer = issuer;
    }

    /** RFC 6749 §4.1.2. */
    EndpointResponse code(String redirectUri, String code, @Nullable String state) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("code", code);
        return redirect(redirectUri, parameters, state);
    }

    /** RFC 6749 §4.1.2.1. The redirect URI MUST be the client's. */
    EndpointResponse error(String redirectUri, ProtocolError error, @Nullable String state) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("error", error.code());
        parameters.put("error_description", error.publicDescription());
        return redirect(redirectUri, parameters, state);
    }

    private EndpointResponse redirect(String uri, Map<String, String> parameters, @Nullable String state) {
        if (state != null) {
            parameters.put("state", state);
        }
        parameters.put("iss", issuer);
        String query = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return EndpointResponse.seeOther(uri + (uri.indexOf('?') < 0 ? "?" : "&") + query)
                .with("Referrer-Policy", "no-referrer");
    }
}
