package org.caregate.authorization.authorize;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.registry.pending.Interaction;
import org.jspecify.annotations.Nullable;

/** Answers at the app's redirect URI: always with the issuer, so that answers of two servers cannot be mixed up (RFC 9207 §2). */
public final class AuthorizationResponses {
    private final String issuer;
    private final InteractionPages pages;

    public AuthorizationResponses(String issuer, InteractionPages pages) {
        this.issuer = issuer;
        this.pages = pages;
    }

    /** On to the page that puts the question. */
    EndpointResponse asked(Interaction interaction, String pendingId) {
        return EndpointResponse.seeOther(pages.pathOf(interaction, pendingId));
    }

    /** RFC 6749 §4.1.2. */
    EndpointResponse code(AuthorizationAttempt attempt, String code) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("code", code);
        return redirect(attempt, parameters);
    }

    /** RFC 6749 §4.1.2.1, once {@link RegisteredRedirectUri} has passed. */
    EndpointResponse error(AuthorizationAttempt attempt, ProtocolError error) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("error", error.code());
        parameters.put("error_description", error.publicDescription());
        return redirect(attempt, parameters);
    }

    private EndpointResponse redirect(AuthorizationAttempt attempt, Map<String, String> parameters) {
        String uri = attempt.parameters().find("redirect_uri").orElseThrow();
        String state = state(attempt);
        if (state != null && BoundedCarriedValues.fits(state)) {
            parameters.put("state", state);
        }
        parameters.put("iss", issuer);
        String query = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return EndpointResponse.seeOther(uri + (uri.indexOf('?') < 0 ? "?" : "&") + query)
                .with("Referrer-Policy", "no-referrer");
    }

    /** A repeated state belongs to no request: it is not carried back. */
    private static @Nullable String state(AuthorizationAttempt attempt) {
        return attempt.parameters().repeated().contains("state")
                ? null
                : attempt.parameters().find("state").orElse(null);
    }
}
