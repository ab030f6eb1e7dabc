package org.caregate.gateway.enforcement;

import org.caregate.policy.decision.Authenticated;
import org.caregate.policy.decision.Caller;
import org.caregate.protocol.fhir.ParsedRequest;
import org.caregate.protocol.fhir.ResourceRequest;
import org.caregate.protocol.token.TokenClaims;
import org.jspecify.annotations.Nullable;

/**
 * What was asked and by whom, before anything was decided.
 *
 * @param upstreamPage where the upstream keeps the page that a sealed handle names; null for anything else
 */
record Asked(
        Exchange exchange,
        ParsedRequest request,
        Caller caller,
        @Nullable String upstreamPage) {
    /** The verified token's claims; null when nobody was identified. */
    @Nullable
    TokenClaims token() {
        return caller instanceof Authenticated authenticated ? authenticated.claims() : null;
    }

    /** The interaction; null when the request names none. */
    @Nullable
    ResourceRequest interaction() {
        return request instanceof ResourceRequest resource ? resource : null;
    }
}
