package org.caregate.gateway.enforcement;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.caregate.accesstoken.verification.BearerCredential;
import org.caregate.policy.decision.Caller;
import org.caregate.policy.decision.DenyReason;
import org.caregate.protocol.fhir.FhirHttpRequest;
import org.caregate.protocol.fhir.FhirRequestParser;
import org.caregate.protocol.fhir.MalformedRequest;
import org.caregate.protocol.fhir.ParsedRequest;
import org.jspecify.annotations.Nullable;

/**
 * An exchange's request as read: syntax only, no trust.
 *
 * @param unreadable why its form could not even be read; null when it could
 */
record ReceivedRequest(
        FhirExchange exchange,
        ParsedRequest request,
        BearerCredential credential,
        @Nullable Refused unreadable) {
    static ReceivedRequest parse(FhirExchange exchange) {
        if (!FhirRequestParser.readsForm(exchange.method(), exchange.rawPath())) {
            return parse(exchange, null);
        }
        return switch (exchange.form()) {
            case FhirExchange.Body.Whole(byte[] form) -> parse(exchange, new String(form, StandardCharsets.UTF_8));
            case FhirExchange.Body.Unread unread -> unreadable(exchange, Refused.of(unread.failure(), unread.reason()));
        };
    }

    private static ReceivedRequest parse(FhirExchange exchange, @Nullable String form) {
        boolean elsewhere = namesToken(exchange.rawQuery()) || namesToken(form);
        return new ReceivedRequest(
                exchange,
                FhirRequestParser.parse(http(exchange, form)),
                BearerCredential.of(exchange.fields("Authorization"), elsewhere),
                null);
    }

    /** A request of which no more is known than where it came from. */
    static ReceivedRequest unreadable(FhirExchange exchange, @Nullable Refused why) {
        return new ReceivedRequest(
                exchange,
                new MalformedRequest(MalformedRequest.Reason.TOO_LONG),
                new BearerCredential.Absent(DenyReason.NO_CREDENTIALS),
                why);
    }

    IncomingRequest by(Caller caller) {
        return new IncomingRequest(exchange, request, caller, null, unreadable);
    }

    private static FhirHttpRequest http(FhirExchange exchange, @Nullable String form) {
        List<String> accept = exchange.fields("Accept");
        List<String> contentType = exchange.fields("Content-Type");
        return new FhirHttpRequest(
                exchange.method(),
                exchange.rawPath(),
                exchange.rawQuery(),
                contentType.size() == 1 ? contentType.getFirst() : null,
                accept.isEmpty() ? null : String.join(",", accept),
                !exchange.fields("If-None-Exist").isEmpty(),
                form);
    }

    private static boolean namesToken(@Nullable String query) {
        return query != null && ("&" + query).contains("&access_token=");
    }
}
