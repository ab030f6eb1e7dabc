package org.caregate.authorization.authorize;

import java.time.Clock;
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
import org.caregate.authorization.http.LiveSessions;
import org.caregate.authorization.http.Parameters;
import org.caregate.authorization.http.SignedIn;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.registry.pending.Answer;
import org.caregate.registry.pending.Interaction;
import org.caregate.registry.pending.PendingAuthorization;
import org.caregate.registry.pending.UnstoredRequest;
import org.caregate.registry.revocation.IssuanceFence;
import org.caregate.registry.transaction.Transactions;
import org.jspecify.annotations.Nullable;

/**
 * {@code /oauth2/authorize/continue}: a waiting request, decided again after an answer. One transaction locks session and request,
 * gathers the facts, decides, ends the request and issues the code, so that one consent makes one code (RFC 6749 §4.1.2) and nothing is
 * issued on the strength of a session, a person or a client that a committed transaction has taken away.
 */
public final class ContinuedAuthorization implements Endpoint {
    static final String PATH = "/oauth2/authorize/continue";

    private static final String PENDING = "pending";
    private static final String DECLINED = "declined";

    private final StartedAuthorization started;
    private final AttemptFacts facts;
    private final AuthorizationDecision decision;
    private final AuthorizationResponses responses;
    private final WaitingAuthorizations waiting;
    private final CodeIssuance issuance;
    private final LiveSessions sessions;
    private final IssuanceFence fence;
    private final Transactions transactions;
    private final AuthorizationAudit audit;
    private final Clock clock;

    public ContinuedAuthorization(
            StartedAuthorization started,
            AuthorizationSteps steps,
            CodeIssuance issuance,
            LiveSessions sessions,
            Transactions transactions,
            Clock clock) {
        this.started = started;
        this.facts = steps.facts();
        this.decision = steps.decision();
        this.responses = steps.responses();
        this.waiting = steps.waiting();
        this.audit = steps.audit();
        this.fence = steps.fence();
        this.issuance = issuance;
        this.sessions = sessions;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What the transaction came to. */
    private sealed interface Result {
        /** Settled, in the log too. */
        record Answered(EndpointResponse response) implements Result {}

        /** To be shown, and recorded after the transaction. */
        record Show(@Nullable AuthorizationAttempt attempt, ProtocolError error) implements Result {}
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        Exchange exchange = new Exchange(request, clock);
        BrowserSession session = request.browser();
        Optional<String> named = pendingId(request);
        Optional<UnstoredRequest> carried = named.flatMap(text -> waiting.carried(text, clock.instant()));
        if (carried.isPresent()) {
            List<Answer> answers = declined(request) ? List.of(new Answer.Declined()) : List.of();
            return started.decide(exchange, session, carried.get(), answers);
        }
        Result result = named.map(id -> transactions.inTransaction(() -> decide(exchange, session, id)))
                .orElseGet(ContinuedAuthorization::gone);
        return switch (result) {
            case Result.Answered(EndpointResponse response) -> response;
            case Result.Show(AuthorizationAttempt attempt, ProtocolError error) -> {
                audit.shown(exchange, attempt, error);
                yield ErrorResponses.shown(error, request.requestId());
            }
        };
    }

    private static Optional<String> pendingId(EndpointRequest request) {
        return FormParser.query(request) instanceof FormParser.Result.Parsed(Parameters parameters)
                        && parameters.repeated().isEmpty()
                ? parameters.find(PENDING)
                : Optional.empty();
    }

    /** A carried request can be given up before anyone signs in; every other answer is stored. */
    private static boolean declined(EndpointRequest request) {
        return FormParser.query(request) instanceof FormParser.Result.Parsed(Parameters parameters)
                && parameters.has(DECLINED);
    }

    private Result decide(Exchange exchange, BrowserSession session, String id) {
        Optional<PendingAuthorization> named = waiting.find(id, session);
        if (named.isEmpty()) {
            return gone();
        }
        fence.issuing(named.get().client(), person(session));
        Optional<BrowserSession> live = sessions.lock(session.id());
        Optional<PendingAuthorization> locked = live.flatMap(there -> waiting.lock(id, there));
        if (locked.isEmpty()) {
            return gone();
        }
        PersonId livePerson = person(live.get());
        if (livePerson != null && !livePerson.equals(person(session))) {
            return new Result.Answered(lookAgain(id)); // signed in meanwhile: the fence was not theirs
        }
        PendingAuthorization pending = locked.get();
        AttemptFacts.Gathered gathered = facts.gather(
                new Parameters(pending.parameters(), Set.of()),
                live.get().signedIn(),
                WaitingAuthorizations.answers(pending, live.get().signedIn()),
                pending.requestedAt());
        AuthorizationAttempt attempt = gathered.attempt();
        return switch (decision.decide(attempt)) {
            case Shown(ProtocolError error) -> new Result.Show(attempt, error);
            case Redirected(ProtocolError error) -> {
                waiting.finish(pending);
                audit.redirected(exchange, attempt, error);
                yield new Result.Answered(responses.error(attempt, error));
            }
            case Asked(Interaction interaction) -> {
                audit.asked(exchange, attempt, interaction);
                yield new Result.Answered(
                        responses.asked(interaction, waiting.askAgain(pending, attempt, interaction)));
            }
            case Authorized(AuthorizedRequest authorized) -> {
                waiting.finish(pending);
                String code = issuance.issue(authorized, exchange, gathered.policyVersion())
                        .text();
                yield new Result.Answered(responses.code(attempt, code));
            }
        };
    }

    private static EndpointResponse lookAgain(String id) {
        return EndpointResponse.seeOther(PATH + "?" + PENDING + "=" + id);
    }

    private static @Nullable PersonId person(BrowserSession session) {
        SignedIn signedIn = session.signedIn();
        return signedIn == null ? null : signedIn.person();
    }

    private static Result gone() {
        return new Result.Show(
                null,
                ProtocolError.of(
                        "invalid_request",
                        "This request is no longer waiting. Start again from the app",
                        "PENDING_GONE",
                        "RFC 6749 §4.1.2.1"));
    }
}
