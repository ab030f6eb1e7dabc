package org.caregate.authorization.token;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.caregate.accesstoken.issuing.SignableToken;
import org.caregate.accesstoken.standing.VersionedCache;
import org.caregate.audit.AuditLog;
import org.caregate.audit.AuditReceipt;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.AuditEntryBuilder;
import org.caregate.authorization.client.AuthenticatedClient;
import org.caregate.authorization.client.AuthenticatedForm;
import org.caregate.authorization.client.ClientProof;
import org.caregate.authorization.grant.GrantEnding;
import org.caregate.authorization.http.Endpoint;
import org.caregate.authorization.http.EndpointRequest;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.authorization.http.ErrorResponses;
import org.caregate.authorization.http.Exchange;
import org.caregate.authorization.http.Parameters;
import org.caregate.authorization.token.TokenDecision.Issue;
import org.caregate.authorization.token.TokenDecision.Refuse;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.protocol.token.TokenClaims;
import org.caregate.registry.assertion.AssertionIds;
import org.caregate.registry.client.Client;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.registry.transaction.Committed;
import org.caregate.registry.transaction.Transactions;

/**
 * The token endpoint (RFC 6749 §3.2): one transaction uses up what may be used once, changes what the grant type changes and writes the
 * audit entry; tokens are signed after its commit.
 */
public final class TokenEndpoint implements Endpoint {
    private final AuthenticatedForm forms;
    private final VersionedCache<ClientId, Client> clients;
    private final Map<String, TokenGrant> grantTypes;
    private final GrantEnding ending;
    private final TokenResponses responses;
    private final AssertionIds assertionIds;
    private final Transactions transactions;
    private final AuditLog audit;
    private final Clock clock;

    public TokenEndpoint(
            AuthenticatedForm forms,
            VersionedCache<ClientId, Client> clients,
            List<TokenGrant> grantTypes,
            GrantEnding ending,
            TokenResponses responses,
            AssertionIds assertionIds,
            AuditedTransactions changes) {
        this.forms = forms;
        this.clients = clients;
        this.grantTypes = grantTypes.stream().collect(Collectors.toUnmodifiableMap(TokenGrant::type, type -> type));
        this.ending = ending;
        this.responses = responses;
        this.assertionIds = assertionIds;
        this.transactions = changes.transactions();
        this.audit = changes.audit();
        this.clock = changes.clock();
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        Exchange exchange = new Exchange(request, clock);
        return switch (forms.read(exchange, Action.TOKEN_REQUEST)) {
            case AuthenticatedForm.Result.Answered(EndpointResponse response) -> response;
            case AuthenticatedForm.Result.Ready(Parameters form, ClientProof proof) -> {
                TokenGrant grantType =
                        form.find("grant_type").map(grantTypes::get).orElse(null);
                yield grantType != null && grantType.changesNothing()
                        ? decideAlone(exchange, form, proof)
                        : decideTogether(exchange, form, proof);
            }
        };
    }

    /** What is decided, what changes with it and the entry commit together; the commit is the evidence that lets the token be signed. */
    private EndpointResponse decideTogether(Exchange exchange, Parameters form, ClientProof proof) {
        Committed<TokenDecision> committed = transactions.committed(() -> decideAndRecord(exchange, form, proof));
        return switch (committed.value()) {
            case Refuse refuse -> refused(exchange, proof, refuse);
            case Issue issue ->
                responses.signed(
                        issue,
                        SignableToken.of(committed.part(Issue.class::cast).part(Issue::accessToken)));
        };
    }

    /** Neither a credential of the client nor one of a grant was shown: its entry is a stranger's. */
    private static boolean provedNothing(ClientProof proof, TokenDecision decision) {
        return decision instanceof Refuse refuse
                && refuse.grant() == null
                && proof.client().isPublic();
    }

    private EndpointResponse refused(Exchange exchange, ClientProof proof, Refuse refuse) {
        if (provedNothing(proof, refuse)) {
            forms.record(proof.client(), entry(exchange, proof.client(), refuse).build());
        }
        return ErrorResponses.json(refuse.error());
    }

    /** Nothing changes but the log, whose commits others share; what was cached of the client is confirmed by the receipt. */
    private EndpointResponse decideAlone(Exchange exchange, Parameters form, ClientProof proof) {
        TokenDecision decision = decide(form, proof.consumeAlone(assertionIds));
        if (provedNothing(proof, decision)) {
            return refused(exchange, proof, (Refuse) decision);
        }
        AuditEntry entry = entry(exchange, proof.client(), decision).build();
        AuditReceipt receipt = audit.record(entry);
        return switch (decision) {
            case Refuse refuse -> ErrorResponses.json(refuse.error());
            case Issue issue ->
                stillHolds(proof, receipt.revocationVersion())
                        ? responses.signed(issue, SignableToken.of(issue.accessToken(), entry, receipt))
                        : ErrorResponses.json(changedMeanwhile(exchange, proof).error());
        };
    }

    private Refuse changedMeanwhile(Exchange exchange, ClientProof proof) {
        Refuse refuse = new Refuse(Action.CLIENT_AUTHENTICATION, AuthenticatedForm.changed(), null, false);
        audit.record(refused(exchange, proof.client(), refuse)
                .build()); // beside the entry of the token that was never signed
        return refuse;
    }

    private boolean stillHolds(ClientProof proof, long version) {
        return clients.stillHolds(proof.client().id(), proof.client(), version);
    }

    private TokenDecision decideAndRecord(Exchange exchange, Parameters form, ClientProof proof) {
        TokenDecision decision = stillHolds(proof, Long.MAX_VALUE)
                ? decide(form, proof.consume(assertionIds))
                : new Refuse(Action.CLIENT_AUTHENTICATION, AuthenticatedForm.changed(), null, false);
        if (!provedNothing(proof, decision)) {
            audit.enlist(entry(exchange, proof.client(), decision).build());
        }
        if (decision instanceof Refuse refuse && refuse.compromised() && refuse.grant() != null) {
            ending.end(Objects.requireNonNull(refuse.grant()), refuse.error().reason()); // last in the transaction
        }
        return decision;
    }

    private static AuditEntryBuilder entry(Exchange exchange, Client client, TokenDecision decision) {
        return switch (decision) {
            case Issue issue -> issued(exchange, client, issue);
            case Refuse refuse -> refused(exchange, client, refuse);
        };
    }

    private TokenDecision decide(Parameters form, Optional<AuthenticatedClient> client) {
        if (client.isEmpty()) {
            return new Refuse(Action.CLIENT_AUTHENTICATION, AuthenticatedForm.replayed(), null, false);
        }
        Optional<String> type = form.find("grant_type");
        if (type.isEmpty()) {
            return Refuse.of(ProtocolError.of(
                    "invalid_request", "grant_type is missing", "GRANT_TYPE_MISSING", "RFC 6749 §4.1.3"));
        }
        TokenGrant grantType = grantTypes.get(type.get());
        if (grantType == null) {
            return Refuse.of(ProtocolError.of(
                    "unsupported_grant_type",
                    "grant_type is not supported",
                    "GRANT_TYPE_UNSUPPORTED",
                    "RFC 6749 §5.2"));
        }
        Client registered = client.get().client();
        boolean allowed = registered.grantTypes().contains(type.get())
                && registered.profile().grantTypes().contains(type.get());
        return allowed
                ? grantType.decide(client.get(), form)
                : Refuse.of(ProtocolError.of(
                        "unauthorized_client",
                        "This client may not use this grant",
                        "GRANT_TYPE_NOT_REGISTERED",
                        "RFC 6749 §5.2"));
    }

    private static AuditEntryBuilder issued(Exchange exchange, Client client, Issue issue) {
        TokenClaims token = issue.accessToken();
        AuditEntryBuilder entry = exchange.permitted(issue.action(), client)
                .tokenId(token.jti())
                .scopes(token.scopes().text())
                .httpStatus(200);
        entry.audience(token.audience());
        if (!issue.cut().isEmpty()) {
            entry.detail("cut", String.join(" ", issue.cut()));
        }
        Grant grant = issue.grant();
        if (grant != null) {
            entry.grant(grant.id().value()).person(grant.person().value());
            String patient = grant.launch().patient();
            if (patient != null) {
                entry.patient(patient);
            }
        }
        return entry;
    }

    private static AuditEntryBuilder refused(Exchange exchange, Client client, Refuse refuse) {
        AuditEntryBuilder entry = exchange.refused(refuse.action(), client, refuse.error());
        GrantId grant = refuse.grant();
        return grant == null ? entry : entry.grant(grant.value());
    }
}
