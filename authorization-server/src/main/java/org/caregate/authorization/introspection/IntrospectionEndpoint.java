package org.caregate.authorization.introspection;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntryBuilder;
import org.caregate.authorization.Endpoint;
import org.caregate.authorization.accesstoken.AccessTokenVerifier.IssuedAccessToken;
import org.caregate.authorization.accesstoken.IdTokenIssuer;
import org.caregate.authorization.accesstoken.LiveTokens;
import org.caregate.authorization.accesstoken.LiveTokens.Standing;
import org.caregate.authorization.client.AuthenticatedForm;
import org.caregate.authorization.client.ClientProof;
import org.caregate.authorization.error.ErrorResponses;
import org.caregate.authorization.exchange.Exchange;
import org.caregate.authorization.http.EndpointRequest;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.authorization.http.Parameters;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.registry.Transactions;
import org.caregate.registry.assertion.AssertionIds;
import org.caregate.registry.client.Client;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.resource.ResourceServers;

/**
 * RFC 7662 with SMART's fields: a registered resource server learns of tokens for its own audiences; of every other token, and for everyone
 * else, all there is to learn is {@code {"active":false}}.
 */
public final class IntrospectionEndpoint implements Endpoint {
    private final AuthenticatedForm forms;
    private final LiveTokens tokens;
    private final String issuer;
    private final ResourceServers resources;
    private final AssertionIds assertionIds;
    private final Transactions transactions;
    private final AuditLog audit;
    private final Function<EndpointRequest, Exchange> exchanges;

    public IntrospectionEndpoint(
            AuthenticatedForm forms,
            LiveTokens tokens,
            String issuer,
            ResourceServers resources,
            AssertionIds assertionIds,
            Transactions transactions,
            AuditLog audit,
            Function<EndpointRequest, Exchange> exchanges) {
        this.forms = forms;
        this.tokens = tokens;
        this.issuer = issuer;
        this.resources = resources;
        this.assertionIds = assertionIds;
        this.transactions = transactions;
        this.audit = audit;
        this.exchanges = exchanges;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        Exchange exchange = exchanges.apply(request);
        return switch (forms.read(exchange, Action.INTROSPECTION)) {
            case AuthenticatedForm.Result.Answered(EndpointResponse response) -> response;
            case AuthenticatedForm.Result.Ready(Parameters form, ClientProof proof) ->
                introspect(exchange, form, proof);
        };
    }

    private EndpointResponse introspect(Exchange exchange, Parameters form, ClientProof proof) {
        Client caller = proof.client();
        Optional<String> token = form.find("token");
        Standing standing = token.isPresent() && mayAsk(caller)
                ? tokens.judge(token.get())
                : new Standing.Dead("NOT_A_RESOURCE_SERVER");
        return transactions.inTransaction(() -> {
            if (proof.consume(assertionIds).isEmpty()) {
                return refused(exchange, caller, AuthenticatedForm.replayed());
            }
            if (token.isEmpty()) {
                return refused(
                        exchange,
                        caller,
                        ProtocolError.of("invalid_request", "token is missing", "TOKEN_MISSING", "RFC 7662 §2.1"));
            }
            return switch (standing) {
                case Standing.Live live -> live(exchange, caller, live);
                case Standing.Dead(String reason) -> inactive(exchange, caller, reason);
                case Standing.Unknown unknown ->
                    refused(exchange, caller, ErrorResponses.unavailable("REVOCATIONS_STALE"));
            };
        });
    }

    /** A public client can prove nothing, so it is no resource server (RFC 7662 §4). */
    private static boolean mayAsk(Client caller) {
        return !caller.isPublic() && !caller.introspects().isEmpty();
    }

    private EndpointResponse live(Exchange exchange, Client caller, Standing.Live live) {
        IssuedAccessToken token = live.token();
        boolean theirs = caller.introspects().stream()
                .anyMatch(audience -> audience.toString().equals(token.audience()));
        if (!theirs) {
            return inactive(exchange, caller, "AUDIENCE_OF_ANOTHER");
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("active", true);
        json.put("scope", token.scope());
        json.put("client_id", token.client().value());
        json.put("token_type", "Bearer");
        json.put("exp", token.expiresAt().getEpochSecond());
        json.put("iat", token.issuedAt().getEpochSecond());
        json.put("sub", token.subject());
        json.put("aud", token.audience());
        json.put("iss", issuer);
        json.put("jti", token.id());
        AuditEntryBuilder entry = exchange.permitted(Action.INTROSPECTION, caller)
                .reason("ACTIVE")
                .tokenId(token.id())
                .audience(token.audience());
        live.grant().ifPresent(grant -> addPerson(json, entry, grant));
        audit.enlist(entry.build());
        return EndpointResponse.json(200, JSONObjectUtils.toJSONString(json)).uncached();
    }

    /** SMART App Launch 2.2, "Token introspection": launch context and fhirUser, where the token has them. */
    private void addPerson(Map<String, Object> json, AuditEntryBuilder entry, Grant grant) {
        String patient = grant.launch().patient();
        if (patient != null) {
            json.put("patient", patient);
            entry.patient(patient);
        }
        IdTokenIssuer.fhirUser(grant, resources).ifPresent(url -> json.put("fhirUser", url));
        entry.grant(grant.id().value()).person(grant.person().value());
    }

    private EndpointResponse inactive(Exchange exchange, Client caller, String reason) {
        audit.enlist(exchange.permitted(Action.INTROSPECTION, caller)
                .reason(reason)
                .detail("active", "false")
                .build());
        return EndpointResponse.json(200, "{\"active\":false}").uncached();
    }

    private EndpointResponse refused(Exchange exchange, Client caller, ProtocolError error) {
        audit.enlist(exchange.refused(Action.INTROSPECTION, caller, error).build());
        return ErrorResponses.json(error);
    }
}
