package org.caregate.authorization.introspection;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.caregate.accesstoken.standing.TokenJudge;
import org.caregate.accesstoken.standing.TokenStanding;
import org.caregate.accesstoken.standing.TokenStanding.Dead;
import org.caregate.accesstoken.standing.TokenStanding.Live;
import org.caregate.accesstoken.standing.TokenStanding.Unsure;
import org.caregate.accesstoken.standing.VersionedCache;
import org.caregate.audit.AuditLog;
import org.caregate.audit.AuditReceipt;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.AuditEntryBuilder;
import org.caregate.authorization.client.AuthenticatedForm;
import org.caregate.authorization.client.ClientProof;
import org.caregate.authorization.http.Endpoint;
import org.caregate.authorization.http.EndpointRequest;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.authorization.http.ErrorResponses;
import org.caregate.authorization.http.Exchange;
import org.caregate.authorization.http.Parameters;
import org.caregate.authorization.idtoken.IdTokenIssuer;
import org.caregate.policy.decision.DenyReason;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.protocol.token.TokenClaims;
import org.caregate.registry.assertion.AssertionIds;
import org.caregate.registry.client.Client;
import org.caregate.registry.resource.ResourceServers;
import org.caregate.registry.transaction.AuditedTransactions;

/**
 * RFC 7662 with SMART's fields: a registered resource server learns of tokens for its own audiences; of every other token, and for everyone
 * else, all there is to learn is {@code {"active":false}}.
 */
public final class IntrospectionEndpoint implements Endpoint {
    private final AuthenticatedForm forms;
    private final VersionedCache<ClientId, Client> clients;
    private final TokenJudge tokens;
    private final String issuer;
    private final ResourceServers resources;
    private final AssertionIds assertionIds;
    private final AuditLog audit;
    private final Clock clock;

    public IntrospectionEndpoint(
            AuthenticatedForm forms,
            VersionedCache<ClientId, Client> clients,
            TokenJudge tokens,
            String issuer,
            ResourceServers resources,
            AssertionIds assertionIds,
            AuditedTransactions changes) {
        this.forms = forms;
        this.clients = clients;
        this.tokens = tokens;
        this.issuer = issuer;
        this.resources = resources;
        this.assertionIds = assertionIds;
        this.audit = changes.audit();
        this.clock = changes.clock();
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        Exchange exchange = new Exchange(request, clock);
        return switch (forms.read(exchange, Action.INTROSPECTION)) {
            case AuthenticatedForm.Result.Answered(EndpointResponse response) -> response;
            case AuthenticatedForm.Result.Ready(Parameters form, ClientProof proof) ->
                introspect(exchange, form, proof);
        };
    }

    private EndpointResponse introspect(Exchange exchange, Parameters form, ClientProof proof) {
        Client caller = proof.client();
        if (proof.consumeAlone(assertionIds).isEmpty()) {
            return refused(exchange, caller, AuthenticatedForm.replayed());
        }
        Optional<String> token = form.find("token");
        if (token.isEmpty()) {
            return refused(
                    exchange,
                    caller,
                    ProtocolError.of("invalid_request", "token is missing", "TOKEN_MISSING", "RFC 7662 §2.1"));
        }
        if (!mayAsk(caller)) {
            forms.record(caller, inactive(exchange, caller, "NOT_A_RESOURCE_SERVER"));
            return inactive();
        }
        long version = tokens.version();
        TokenStanding byMemory = tokens.byMemory(token.get(), audience -> isTheirs(caller, audience));
        AuditReceipt receipt = audit.record(entry(exchange, caller, byMemory));
        return receipt.revocationVersion() <= version
                ? response(byMemory)
                : confirmed(exchange, caller, token.get(), byMemory, receipt);
    }

    /** Something changed since: what is so now is recorded beside it, where it differs, and answered. */
    private EndpointResponse confirmed(
            Exchange exchange, Client caller, String token, TokenStanding byMemory, AuditReceipt receipt) {
        if (!clients.stillHolds(caller.id(), caller, receipt.revocationVersion())) {
            return refused(exchange, caller, AuthenticatedForm.changed());
        }
        TokenStanding now = tokens.now(token, audience -> isTheirs(caller, audience));
        if (!now.isSameAs(byMemory)) {
            audit.record(entry(exchange, caller, now));
        }
        return response(now);
    }

    /** A public client can prove nothing, so it is no resource server (RFC 7662 §4). */
    private static boolean mayAsk(Client caller) {
        return !caller.isPublic() && !caller.introspects().isEmpty();
    }

    private static boolean isTheirs(Client caller, String audience) {
        return caller.introspects().stream().anyMatch(own -> own.toString().equals(audience));
    }

    private EndpointResponse response(TokenStanding standing) {
        return switch (standing) {
            case Live live ->
                EndpointResponse.json(200, JSONObjectUtils.toJSONString(describe(live)))
                        .uncached();
            case Dead dead -> inactive();
            case Unsure(DenyReason reason) -> ErrorResponses.json(ErrorResponses.unavailable(reason.name()));
        };
    }

    private static EndpointResponse inactive() {
        return EndpointResponse.json(200, "{\"active\":false}").uncached();
    }

    /** RFC 7662 §2.2, and SMART App Launch 2.2, "Token introspection": launch context and fhirUser, where the token has them. */
    private Map<String, Object> describe(Live live) {
        TokenClaims token = live.claims();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("active", true);
        json.put("scope", token.scopes().text());
        json.put("client_id", token.client().value());
        json.put("token_type", "Bearer");
        json.put("exp", token.expiresAt().getEpochSecond());
        json.put("iat", token.issuedAt().getEpochSecond());
        json.put("sub", token.subject());
        json.put("aud", token.audience());
        json.put("iss", issuer);
        json.put("jti", token.jti());
        live.grant().ifPresent(grant -> {
            String patient = grant.launch().patient();
            if (patient != null) {
                json.put("patient", patient);
            }
            IdTokenIssuer.fhirUser(grant, resources).ifPresent(url -> json.put("fhirUser", url));
        });
        return json;
    }

    private static AuditEntry entry(Exchange exchange, Client caller, TokenStanding standing) {
        return switch (standing) {
            case Live live -> {
                AuditEntryBuilder entry = exchange.permitted(Action.INTROSPECTION, caller)
                        .reason("ACTIVE")
                        .tokenId(live.claims().jti())
                        .audience(live.claims().audience());
                live.grant().ifPresent(grant -> {
                    String patient = grant.launch().patient();
                    if (patient != null) {
                        entry.patient(patient);
                    }
                    entry.grant(grant.id().value()).person(grant.person().value());
                });
                yield entry.build();
            }
            case Dead(DenyReason reason) -> inactive(exchange, caller, reason.name());
            case Unsure(DenyReason reason) ->
                exchange.refused(Action.INTROSPECTION, caller, ErrorResponses.unavailable(reason.name()))
                        .build();
        };
    }

    private static AuditEntry inactive(Exchange exchange, Client caller, String reason) {
        return exchange.permitted(Action.INTROSPECTION, caller)
                .reason(reason)
                .detail("active", "false")
                .build();
    }

    private EndpointResponse refused(Exchange exchange, Client caller, ProtocolError error) {
        forms.record(
                caller, exchange.refused(Action.INTROSPECTION, caller, error).build());
        return ErrorResponses.json(error);
    }
}
