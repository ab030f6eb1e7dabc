package org.caregate.authorization.http;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.LinkedHashMap;
import java.util.Map;
import org.caregate.authorization.http.EndpointResponse.Page.ShownError;
import org.caregate.protocol.error.ProtocolError;

/** Errors as responses; the status codes live here. Redirected errors are {@code authorize.AuthorizationResponses}'. */
public final class ErrorResponses {
    private static final String REALM = "caregate";

    private ErrorResponses() {}

    /** RFC 6749 §5.2; 401 for a client that could not prove who it is. */
    public static EndpointResponse json(ProtocolError error) {
        int status = switch (error.code()) {
            case "invalid_client" -> 401;
            case "temporarily_unavailable" -> 503;
            case "server_error" -> 500;
            default -> error.reason().equals("BODY_TOO_LARGE") ? 413 : 400;
        };
        EndpointResponse response = EndpointResponse.json(status, body(error)).uncached();
        return status == 503 ? response.with("Retry-After", "1") : response;
    }

    /** The same, with the challenge that RFC 6749 §5.2 demands when the client tried HTTP authentication. */
    public static EndpointResponse jsonWithBasicChallenge(ProtocolError error) {
        EndpointResponse response = json(error);
        return response.status() == 401
                ? response.with("WWW-Authenticate", "Basic realm=\"" + REALM + "\", charset=\"UTF-8\"")
                : response;
    }

    /** Too many failures from there; RFC 6585 §4. */
    public static EndpointResponse tooMany(ProtocolError error, long retryAfterSeconds) {
        return EndpointResponse.json(429, body(error)).uncached().with("Retry-After", Long.toString(retryAfterSeconds));
    }

    /**
     * RFC 6750 §3: 401, or 403 when the token is good but says too little. Who sent no token is given no error, neither in the challenge
     * nor in a body (§3.1).
     */
    public static EndpointResponse bearer(ProtocolError error, boolean tokenCame) {
        int status = switch (error.code()) {
            case "insufficient_scope" -> 403;
            case "invalid_request" -> 400;
            case "temporarily_unavailable" -> 503;
            case "server_error" -> 500;
            default -> 401;
        };
        if (status >= 500) {
            return json(error);
        }
        String challenge = "Bearer realm=\"" + REALM + "\"";
        if (!tokenCame) {
            return EndpointResponse.empty(status).uncached().with("WWW-Authenticate", challenge);
        }
        challenge += ", error=\"" + error.code() + "\", error_description=\"" + error.publicDescription() + "\"";
        if (status == 403) {
            challenge += ", scope=\"openid\"";
        }
        return EndpointResponse.json(status, body(error)).uncached().with("WWW-Authenticate", challenge);
    }

    /** Shown to the person, never redirected (RFC 6749 §4.1.2.1). */
    public static EndpointResponse shown(ProtocolError error, String requestId) {
        int status = switch (error.code()) {
            case "temporarily_unavailable" -> 503;
            case "server_error" -> 500;
            default -> error.reason().equals("BODY_TOO_LARGE") ? 413 : 400;
        };
        return EndpointResponse.shown(status, new ShownError(error.code(), error.publicDescription(), requestId));
    }

    /** The entry could not be made durable: nothing is released. */
    public static ProtocolError unavailable(String reason) {
        return ProtocolError.of(
                "temporarily_unavailable", "The service cannot answer just now", reason, "RFC 6749 §4.1.2.1");
    }

    /** A bug, or something of our own that is broken. */
    public static ProtocolError serverError() {
        return ProtocolError.of("server_error", "Something went wrong here", "INTERNAL_ERROR", "RFC 6749 §4.1.2.1");
    }

    private static String body(ProtocolError error) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("error", error.code());
        json.put("error_description", error.publicDescription());
        return JSONObjectUtils.toJSONString(json);
    }
}
