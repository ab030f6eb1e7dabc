package org.caregate.gateway.enforcement;

import org.caregate.policy.decision.Authenticated;
import org.caregate.policy.decision.Caller;
import org.caregate.policy.decision.Unauthenticated;
import org.caregate.protocol.fhir.ParsedRequest;
import org.caregate.protocol.fhir.ResourceRequest;
import org.caregate.protocol.token.TokenClaims;
import org.jspecify.annotations.Nullable;

/**
 * What was asked and by whom, before anything was decided.
 *
 * @param upstreamPage where the upstream keeps the page that a sealed handle names; null for anything else
 * @param unreadable why there is nothing to decide on; null when there is
 */
record IncomingRequest(
        FhirExchange exchange,
        ParsedRequest request,
        Caller caller,
        @Nullable String upstreamPage,
        @Nullable Refused unreadable) {
    /** The verified token's claims; null when the caller was not identified. */
    @Nullable
    TokenClaims token() {
        return caller instanceof Authenticated authenticated ? authenticated.claims() : null;
    }

    /** The interaction; null when the request names none. */
    @Nullable
    ResourceRequest interaction() {
        return request instanceof ResourceRequest resource ? resource : null;
    }

    boolean isOfStranger() {
        return caller instanceof Unauthenticated;
    }

    IncomingRequest onPage(ResourceRequest search, String target) {
        return new IncomingRequest(exchange, search, caller, target, null);
    }

    IncomingRequest unreadable(Refused why) {
        return new IncomingRequest(exchange, request, caller, upstreamPage, why);
    }
}
