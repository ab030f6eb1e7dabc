package org.caregate.authorization.authorize;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.flood.StrangersLog;
import org.caregate.authorization.AuthorizationServerPorts;
import org.caregate.authorization.AuthorizationServerSettings;
import org.caregate.authorization.Endpoint;
import org.caregate.authorization.accesstoken.IdTokenVerifier;
import org.caregate.authorization.authorize.AuthorizationOutcome.Asked;
import org.caregate.authorization.authorize.AuthorizationOutcome.Authorized;
import org.caregate.authorization.authorize.AuthorizationOutcome.Redirected;
import org.caregate.authorization.authorize.AuthorizationOutcome.Shown;
import org.caregate.authorization.error.ErrorResponses;
import org.caregate.authorization.exchange.Exchange;
import org.caregate.authorization.http.BrowserSession;
import org.caregate.authorization.http.EndpointRequest;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.authorization.http.FormParser;
import org.caregate.authorization.http.Parameters;
import org.caregate.authorization.http.SignedIn;
import org.caregate.crypto.credential.Credential;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.Transactions;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.Clients;
import org.caregate.registry.pending.Answer;
import org.caregate.registry.pending.Interaction;
import org.caregate.registry.pending.PendingAuthorization;
import org.caregate.registry.person.People;
import org.caregate.registry.person.Person;
import org.jspecify.annotations.Nullable;

/**
 * The authorization endpoint, by GET and POST, and the way back to it from the pages: each time the facts are gathered anew and the whole
 * list of checks runs again (RFC 6749 §3.1, §4.1.1).
 */
public final class AuthorizationEndpoint {
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

    private final AuthorizationDecision decision;
    private final AuthorizationResponses responses;
    private final InteractionPages pages;
    private final Waiting waiting;
    private final CodeIssuance issuance;
    private final IdTokenVerifier idTokens;
    private final Clients clients;
    private final People people;
    private final Supplier<RoleDefinitions> roles;
    private final Transactions transactions;
    private final AuditLog audit;
    private final StrangersLog strangers;
    private final Clock clock;

    AuthorizationEndpoint(
            AuthorizationDecision decision,
            AuthorizationResponses responses,
            InteractionPages pages,
            Waiting waiting,
            CodeIssuance issuance,
            IdTokenVerifier idTokens,
            Clients clients,
            People people,
            Supplier<RoleDefinitions> roles,
            Transactions transactions,
            AuditLog audit,
            StrangersLog strangers,
            Clock clock) {
        this.decision = decision;
        this.responses = responses;
        this.pages = pages;
        this.waiting = waiting;
        this.issuance = issuance;
        this.idTokens = idTokens;
        this.clients = clients;
        this.people = people;
        this.roles = roles;
        this.transactions = transactions;
        this.audit = audit;
        this.strangers = strangers;
        this.clock = clock;
    }

    /** The endpoint with the checks of {@link AuthorizationChecks}. */
    public static AuthorizationEndpoint of(AuthorizationServerSettings settings, AuthorizationServerPorts ports) {
        return new AuthorizationEndpoint(
                new AuthorizationDecision(AuthorizationChecks.inOrder(settings.resources())),
                new AuthorizationResponses(settings.addresses().issuer()),
                ports.pages(),
                new Waiting(ports.pendings(), ports.random()),
                new CodeIssuance(
                        ports.grants(), ports.codes(), ports.hasher(), ports.audit(), ports.random(), ports.clock()),
                new IdTokenVerifier(ports.signingKeys(), settings.addresses().issuer()),
                ports.clients(),
                ports.people(),
                ports.roles(),
                ports.transactions(),
                ports.audit(),
                new StrangersLog(ports.audit(), ports.flood()),
                ports.clock());
    }

    /** {@code /oauth2/authorize}. */
    public Endpoint start() {
        return request -> {
            Exchange exchange = new Exchange(request, clock);
            FormParser.Result parsed =
                    request.method().equals("POST") ? FormParser.body(request) : FormParser.query(request);
            return switch (parsed) {
                case FormParser.Result.Malformed(ProtocolError error) -> shown(exchange, null, error);
                case FormParser.Result.Parsed(Parameters parameters) ->
                    run(exchange, parameters.only(READ), List.of(), clock.instant(), null);
            };
        };
    }

    /** {@code /oauth2/authorize/continue}: a waiting request, looked at again. */
    public Endpoint resume() {
        return request -> {
            Exchange exchange = new Exchange(request, clock);
            BrowserSession session = session(request);
            Optional<PendingAuthorization> pending =
                    FormParser.query(request) instanceof FormParser.Result.Parsed(Parameters parameters)
                                    && parameters.repeated().isEmpty()
                            ? parameters.find("pending").flatMap(id -> waiting.find(id, session))
                            : Optional.empty();
            if (pending.isEmpty()) {
                return shown(exchange, null, gone());
            }
            PendingAuthorization found = pending.get();
            return run(
                    exchange,
                    new Parameters(found.parameters(), Set.of()),
                    Waiting.answers(found, session.signedIn()),
                    found.requestedAt(),
                    found);
        };
    }

    private EndpointResponse run(
            Exchange exchange,
            Parameters parameters,
            List<Answer> answers,
            Instant requestedAt,
            @Nullable PendingAuthorization pending) {
        RoleDefinitions policy = roles.get();
        AuthorizationAttempt attempt = gather(exchange.request(), parameters, answers, requestedAt, policy);
        return switch (decision.decide(attempt)) {
            case Shown(ProtocolError error) -> shown(exchange, attempt, error);
            case Redirected(ProtocolError error) -> redirected(exchange, attempt, error, pending);
            case Asked(Interaction interaction) -> asked(exchange, attempt, interaction, pending);
            case Authorized(AuthorizedRequest request) ->
                authorized(exchange, attempt, request, policy.version(), pending);
        };
    }

    private AuthorizationAttempt gather(
            EndpointRequest request,
            Parameters parameters,
            List<Answer> answers,
            Instant requestedAt,
            RoleDefinitions policy) {
        Client client = parameters
                .find("client_id")
                .filter(id -> id.length() <= 200)
                .flatMap(id -> clients.find(new ClientId(id)))
                .orElse(null);
        SignedIn signedIn = session(request).signedIn();
        Person person = signedIn == null ? null : people.find(signedIn.person()).orElse(null);
        Scopes ceiling = person == null ? Scopes.NONE : policy.ceiling(person.roles());
        return new AuthorizationAttempt(
                parameters, client, signedIn, person, ceiling, hint(parameters, client), answers, requestedAt);
    }

    private IdTokenHint hint(Parameters parameters, @Nullable Client client) {
        Optional<String> hint = parameters.find("id_token_hint");
        if (hint.isEmpty() || client == null) {
            return new IdTokenHint.None();
        }
        return idTokens.person(hint.get(), client.id())
                .<IdTokenHint>map(IdTokenHint.Of::new)
                .orElseGet(IdTokenHint.Unreadable::new);
    }

    private EndpointResponse shown(Exchange exchange, @Nullable AuthorizationAttempt attempt, ProtocolError error) {
        Client client = attempt == null ? null : attempt.client();
        AuditEntry entry = exchange.refused(Action.AUTHORIZATION_REQUEST, client, error)
                .person(person(attempt))
                .build();
        if (entry.client() == null && entry.person() == null) {
            strangers.refused(entry);
        } else {
            audit.record(entry);
        }
        return ErrorResponses.shown(error, exchange.request().requestId());
    }

    private EndpointResponse redirected(
            Exchange exchange,
            AuthorizationAttempt attempt,
            ProtocolError error,
            @Nullable PendingAuthorization pending) {
        transactions.inTransaction(() -> {
            if (pending != null) {
                waiting.finish(pending);
            }
            audit.enlist(exchange.refused(Action.AUTHORIZATION_REQUEST, attempt.knownClient(), error)
                    .person(person(attempt))
                    .build());
        });
        return responses.error(attempt.parameters().find("redirect_uri").orElseThrow(), error, state(attempt));
    }

    private EndpointResponse asked(
            Exchange exchange,
            AuthorizationAttempt attempt,
            Interaction interaction,
            @Nullable PendingAuthorization pending) {
        String id = transactions.inTransaction(() -> {
            audit.enlist(exchange.permitted(Action.AUTHORIZATION_REQUEST, attempt.knownClient())
                    .person(person(attempt))
                    .reason(question(interaction))
                    .build());
            return waiting.ask(pending, attempt, session(exchange.request()), interaction);
        });
        return EndpointResponse.seeOther(pages.pathOf(interaction, id));
    }

    private static String question(Interaction interaction) {
        return switch (interaction) {
            case Interaction.SignIn signIn -> "ASKED_TO_SIGN_IN";
            case Interaction.ChoosePatient choose -> "ASKED_FOR_PATIENT";
            case Interaction.Consent consent -> "ASKED_FOR_CONSENT";
        };
    }

    private EndpointResponse authorized(
            Exchange exchange,
            AuthorizationAttempt attempt,
            AuthorizedRequest request,
            String policyVersion,
            @Nullable PendingAuthorization pending) {
        Optional<Credential> code = transactions.inTransaction(() -> {
            if (pending != null && !waiting.finish(pending)) {
                return Optional.<Credential>empty();
            }
            return Optional.of(issuance.issue(request, exchange, policyVersion));
        });
        return code.map(issued -> responses.code(request.redirectUri(), issued.text(), state(attempt)))
                .orElseGet(() -> shown(exchange, attempt, gone()));
    }

    private static ProtocolError gone() {
        return ProtocolError.of(
                "invalid_request",
                "This request is no longer waiting. Start again from the app",
                "PENDING_GONE",
                "RFC 6749 §4.1.2.1");
    }

    /** A repeated state is nobody's: it is not carried back. */
    private static @Nullable String state(AuthorizationAttempt attempt) {
        return attempt.parameters().repeated().contains("state")
                ? null
                : attempt.parameters().find("state").orElse(null);
    }

    private static @Nullable String person(@Nullable AuthorizationAttempt attempt) {
        SignedIn signedIn = attempt == null ? null : attempt.signedIn();
        return signedIn == null ? null : signedIn.person().value();
    }

    private static BrowserSession session(EndpointRequest request) {
        BrowserSession session = request.session();
        if (session == null) {
            throw new IllegalStateException("the authorization endpoint was mounted without browser sessions");
        }
        return session;
    }
}
