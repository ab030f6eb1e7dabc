package org.caregate.gateway.error;

import java.net.URI;

/**
 * Renders the one {@code WWW-Authenticate} field of a refusal (RFC 6750 §3; {@code resource_metadata}: RFC 9728 §5.1).
 *
 * <p>A request without any token is given no error code (RFC 6750 §3.1).
 */
public final class BearerChallenge {
    private final String start;

    /** Challenges that point to where the protected resource describes itself. */
    public BearerChallenge(URI resourceMetadata) {
        this.start = "Bearer realm=\"fhir\", resource_metadata=\"" + resourceMetadata.toASCIIString() + '"';
    }

    /**
     * The field's value.
     *
     * @param scope the least scope that would have passed; empty when none is to be named
     */
    public String render(Refusal refusal, String scope) {
        String error = refusal.bearerError();
        if (error.isEmpty()) {
            return start;
        }
        String challenge = start + ", error=\"" + error + "\", error_description=\"" + refusal.text() + '"';
        return scope.isEmpty() || !quotable(scope) ? challenge : challenge + ", scope=\"" + scope + '"';
    }

    /** The characters of RFC 6749 §3.3 need no escape in a quoted string; anything else would not be one of our scopes. */
    private static boolean quotable(String scope) {
        return scope.chars().allMatch(c -> c >= 0x20 && c < 0x7F && c != '"' && c != '\\');
    }
}
