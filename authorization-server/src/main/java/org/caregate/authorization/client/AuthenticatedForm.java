package org.caregate.authorization.client;

import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.flood.StrangersLog;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.authorization.http.ErrorResponses;
import org.caregate.authorization.http.Exchange;
import org.caregate.authorization.http.FormParser;
import org.caregate.authorization.http.Parameters;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.registry.client.Client;

/** What token, revocation and introspection have in common: a form, from a client that proves itself. Refusals are audited here. */
public final class AuthenticatedForm {
    private final ClientAuthenticator authenticator;
    private final AuditLog audit;
    private final StrangersLog strangers;

    public AuthenticatedForm(ClientAuthenticator authenticator, AuditLog audit, StrangersLog strangers) {
        this.authenticator = authenticator;
        this.audit = audit;
        this.strangers = strangers;
    }

    /** A form whose sender is known, or the answer that ends the exchange. */
    public sealed interface Result {
        /** Go on: consume the proof in the transaction of whatever follows. */
        record Ready(Parameters form, ClientProof proof) implements Result {}

        /** Audited; send it. */
        record Answered(EndpointResponse response) implements Result {}
    }

    /** Reads form and client; {@code action} is what a refusal is recorded as. */
    public Result read(Exchange exchange, Action action) {
        return switch (FormParser.body(exchange.request())) {
            case FormParser.Result.Malformed(ProtocolError error) -> refused(exchange, action, error);
            case FormParser.Result.Parsed(Parameters form) ->
                form.repeated().isEmpty()
                        ? authenticated(exchange, action, form)
                        : refused(exchange, action, repeated(form));
        };
    }

    /** RFC 6749 §3.2; of {@code resource} RFC 8707 §2 allows several, and our tokens have one. */
    private static ProtocolError repeated(Parameters form) {
        return form.repeated().contains("resource") && form.repeated().size() == 1
                ? ProtocolError.of(
                        "invalid_target", "Only one resource may be named", "RESOURCE_REPEATED", "RFC 8707 §2")
                : ProtocolError.of("invalid_request", "A parameter is repeated", "PARAMETER_REPEATED", "RFC 6749 §3.2");
    }

    private Result authenticated(Exchange exchange, Action action, Parameters form) {
        return switch (authenticator.authenticate(exchange.request(), form)) {
            case ClientAuthenticationResult.Proved(ClientProof proof) -> new Result.Ready(form, proof);
            case ClientAuthenticationResult.Refused(ProtocolError error, var claimed, boolean basic) -> {
                strangers.refused(exchange.refused(action, claimed, error).build());
                yield new Result.Answered(
                        basic ? ErrorResponses.jsonWithBasicChallenge(error) : ErrorResponses.json(error));
            }
            case ClientAuthenticationResult.Throttled(ProtocolError error, var claimed, long seconds) -> {
                strangers.refused(exchange.refused(action, claimed, error).build());
                yield new Result.Answered(ErrorResponses.tooMany(error, seconds));
            }
        };
    }

    /**
     * Records what was answered to a client that may have done no more than name itself: a public client has no credential, so what is
     * not about a grant of its own is a stranger's. Never in a transaction.
     */
    public void record(Client client, AuditEntry entry) {
        if (client.isPublic()) {
            strangers.asked(entry);
        } else {
            audit.record(entry);
        }
    }

    private Result refused(Exchange exchange, Action action, ProtocolError error) {
        strangers.refused(exchange.refused(action, null, error).build());
        return new Result.Answered(ErrorResponses.json(error));
    }

    /** What to say when an assertion was used before (RFC 7523 §3). */
    public static ProtocolError replayed() {
        return ClientErrors.invalidClient("ASSERTION_REPLAYED");
    }

    /** What to say when the client was changed between its authentication and the entry: it may try again as what it is now. */
    public static ProtocolError changed() {
        return ClientErrors.invalidClient("CLIENT_CHANGED");
    }
}
