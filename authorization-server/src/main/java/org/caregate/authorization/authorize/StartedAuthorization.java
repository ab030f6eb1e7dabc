package org.caregate.authorization.authorize;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caregate.authorization.authorize.AuthorizationOutcome.Asked;
import org.caregate.authorization.authorize.AuthorizationOutcome.Authorized;
import org.caregate.authorization.authorize.AuthorizationOutcome.Redirected;
import org.caregate.authorization.authorize.AuthorizationOutcome.Shown;
import org.caregate.authorization.http.BrowserSession;
import org.caregate.authorization.http.Endpoint;
import org.caregate.authorization.http.EndpointRequest;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.authorization.http.ErrorResponses;
import org.caregate.authorization.http.Exchange;
import org.caregate.authorization.http.FormParser;
import org.caregate.authorization.http.Parameters;
import org.caregate.authorization.http.SignedIn;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.registry.pending.Answer;
import org.caregate.registry.pending.Interaction;
import org.caregate.registry.pending.UnstoredRequest;
import org.caregate.registry.revocation.IssuanceFence;
import org.caregate.registry.transaction.Transactions;
import org.jspecify.annotations.Nullable;

/** {@code /oauth2/authorize}, by GET and POST (RFC 6749 §3.1): refused at once, or asked; nothing is issued without an answer. */
public final class StartedAuthorization implements Endpoint {
    /** What any check or answer reads. The rest is ignored (RFC 6749 §3.1), and what strangers write is not stored. */
    private static final Set<String> READ = Set.of(
            "response_type",
            "response_mode",
            "client_id",
            "redirect_uri",
            "scope",
            "state",
            "nonce",
            "aud",
            "resource",
            "code_challenge",
            "code_challenge_method",
            "prompt",
            "max_age",
            "id_token_hint",
            "request",
            "request_uri",
            "registration");

    private final AttemptFacts facts;
    private final AuthorizationDecision decision;
    private final AuthorizationResponses responses;
    private final WaitingAuthorizations waiting;
    private final IssuanceFence fence;
    private final Transactions transactions;
    private final AuthorizationAudit audit;
    private final Clock clock;

    public StartedAuthorization(AuthorizationSteps steps, Transactions transactions, Clock clock) {
        this.facts = steps.facts();
        this.decision = steps.decision();
        this.responses = steps.responses();
        this.waiting = steps.waiting();
        this.audit = steps.audit();
        this.fence = steps.fence();
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        Exchange exchange = new Exchange(request, clock);
        FormParser.Result parsed =
                request.method().equals("POST") ? FormParser.body(request) : FormParser.query(request);
        return switch (parsed) {
            case FormParser.Result.Malformed(ProtocolError error) -> shown(exchange, null, error);
            case FormParser.Result.Parsed(Parameters parameters) ->
                decide(exchange, request.browser(), parameters.only(READ), List.of(), clock.instant());
        };
    }

    /** A request that the browser carried through sign-in, judged like one that just came. */
    EndpointResponse decide(Exchange exchange, BrowserSession session, UnstoredRequest carried, List<Answer> answers) {
        return decide(
                exchange, session, new Parameters(carried.parameters(), Set.of()), answers, carried.requestedAt());
    }

    private EndpointResponse decide(
            Exchange exchange,
            BrowserSession session,
            Parameters parameters,
            List<Answer> answers,
            Instant requestedAt) {
        AuthorizationAttempt attempt = facts.gather(parameters, session.signedIn(), answers, requestedAt)
                .attempt();
        return switch (decision.decide(attempt)) {
            case Shown(ProtocolError error) -> shown(exchange, attempt, error);
            case Redirected(ProtocolError error) -> redirected(exchange, attempt, error);
            case Asked(Interaction interaction)
            when attempt.signedIn() == null -> askedOfAnybody(exchange, attempt, interaction);
            case Asked(Interaction interaction) -> {
                String id = transactions.inTransaction(() -> ask(exchange, session, attempt, interaction));
                yield responses.asked(interaction, id);
            }
            case Authorized authorized ->
                throw new IllegalStateException("a request was authorized before the user answered");
        };
    }

    private EndpointResponse redirected(Exchange exchange, AuthorizationAttempt attempt, ProtocolError error) {
        audit.redirectedAlone(exchange, attempt, error);
        return responses.error(attempt, error);
    }

    /** No person is signed in: the browser carries the request itself, so that strangers store nothing. */
    private EndpointResponse askedOfAnybody(Exchange exchange, AuthorizationAttempt attempt, Interaction interaction) {
        Optional<String> carried = waiting.carried(attempt);
        if (carried.isEmpty()) {
            return redirected(
                    exchange,
                    attempt,
                    ProtocolError.of(
                            "invalid_request", "The request is too long", "REQUEST_TOO_LONG", "RFC 6749 §4.1.2.1"));
        }
        audit.askedOfAnybody(exchange, attempt, interaction);
        return responses.asked(interaction, carried.get());
    }

    private String ask(
            Exchange exchange, BrowserSession session, AuthorizationAttempt attempt, Interaction interaction) {
        SignedIn signedIn = session.signedIn();
        fence.issuing(attempt.knownClient().id(), signedIn == null ? null : signedIn.person());
        audit.asked(exchange, attempt, interaction);
        return waiting.ask(attempt, session, interaction);
    }

    private EndpointResponse shown(Exchange exchange, @Nullable AuthorizationAttempt attempt, ProtocolError error) {
        audit.shown(exchange, attempt, error);
        return ErrorResponses.shown(error, exchange.request().requestId());
    }
}
