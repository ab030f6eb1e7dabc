package org.caregate.authorization.userinfo;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.caregate.accesstoken.standing.TokenJudge;
import org.caregate.accesstoken.standing.TokenStanding;
import org.caregate.accesstoken.standing.TokenStanding.Dead;
import org.caregate.accesstoken.standing.TokenStanding.Live;
import org.caregate.accesstoken.standing.TokenStanding.Unsure;
import org.caregate.accesstoken.verification.BearerCredential;
import org.caregate.accesstoken.verification.BearerCredential.Absent;
import org.caregate.accesstoken.verification.BearerCredential.Presented;
import org.caregate.audit.AuditLog;
import org.caregate.audit.AuditReceipt;
import org.caregate.audit.entry.Action;
import org.caregate.audit.flood.StrangersLog;
import org.caregate.authorization.http.Endpoint;
import org.caregate.authorization.http.EndpointRequest;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.authorization.http.ErrorResponses;
import org.caregate.authorization.http.Exchange;
import org.caregate.authorization.idtoken.IdTokenIssuer;
import org.caregate.policy.decision.DenyReason;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.protocol.scope.NamedScope;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.resource.ResourceServers;

/**
 * OpenID Connect Core §5.3: who the token speaks for. It takes any live token of this server whose grant holds {@code openid}, whatever its
 * audience (ADR 0003), in the Authorization header alone (RFC 6750 §2.1).
 */
public final class UserinfoEndpoint implements Endpoint {
    private final TokenJudge tokens;
    private final ResourceServers resources;
    private final AuditLog audit;
    private final StrangersLog strangers;
    private final Function<EndpointRequest, Exchange> exchanges;

    public UserinfoEndpoint(
            TokenJudge tokens,
            ResourceServers resources,
            AuditLog audit,
            StrangersLog strangers,
            Function<EndpointRequest, Exchange> exchanges) {
        this.tokens = tokens;
        this.resources = resources;
        this.audit = audit;
        this.strangers = strangers;
        this.exchanges = exchanges;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        Exchange exchange = exchanges.apply(request);
        List<String> fields = request.headers().getOrDefault("authorization", List.of());
        return switch (BearerCredential.of(fields, false)) {
            case Absent(DenyReason reason) -> withoutToken(exchange, reason);
            case Presented(String token) -> judged(exchange, token);
        };
    }

    /** Another scheme is as good as none: it gets the challenge and no error code (RFC 6750 §3.1). */
    private EndpointResponse withoutToken(Exchange exchange, DenyReason reason) {
        return reason == DenyReason.NO_CREDENTIALS
                ? refuse(
                        exchange,
                        ProtocolError.of("invalid_token", "A token is needed", "TOKEN_MISSING", "RFC 6750 §3.1"),
                        false)
                : refuse(
                        exchange,
                        ProtocolError.of(
                                "invalid_request",
                                "The Authorization header is malformed",
                                reason.name(),
                                "RFC 6750 §3.1"),
                        true);
    }

    /**
     * Judged by memory and confirmed by the receipt of the entry, as introspection is. A refusal never rests on memory alone. When something
     * changed before the receipt, the token is judged again, and a different result is recorded and answered.
     */
    private EndpointResponse judged(Exchange exchange, String token) {
        long version = tokens.version();
        TokenStanding standing = tokens.byMemory(token, _ -> true);
        if (!(standing instanceof Live byMemory && saysOpenid(byMemory))) {
            standing = tokens.now(token, _ -> true);
            version = standing instanceof Live now ? now.version() : version;
        }
        if (!(standing instanceof Live live && saysOpenid(live))) {
            return refuse(exchange, objection(standing), true);
        }
        if (record(exchange, live).revocationVersion() <= version) {
            return answer(live);
        }
        TokenStanding now = tokens.now(token, _ -> true);
        if (!(now instanceof Live still && saysOpenid(still))) {
            return refuse(exchange, objection(now), true);
        }
        if (!still.isSameAs(live)) {
            record(exchange, still);
        }
        return answer(still);
    }

    private static ProtocolError objection(TokenStanding standing) {
        return switch (standing) {
            case Dead(DenyReason reason) ->
                ProtocolError.of("invalid_token", "The token is not valid", reason.name(), "RFC 6750 §3.1");
            case Unsure(DenyReason reason) -> ErrorResponses.unavailable(reason.name());
            case Live live ->
                ProtocolError.of("insufficient_scope", "openid was not granted", "OPENID_NOT_GRANTED", "RFC 6750 §3.1");
        };
    }

    private AuditReceipt record(Exchange exchange, Live live) {
        Grant grant = live.grant().orElseThrow();
        return audit.record(exchange.permitted(Action.USERINFO, live.client())
                .person(grant.person().value())
                .grant(grant.id().value())
                .tokenId(live.claims().jti())
                .httpStatus(200)
                .build());
    }

    private EndpointResponse answer(Live live) {
        Grant grant = live.grant().orElseThrow();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sub", grant.person().value());
        IdTokenIssuer.fhirUser(grant, resources).ifPresent(url -> json.put("fhirUser", url));
        return EndpointResponse.json(200, JSONObjectUtils.toJSONString(json)).uncached();
    }

    /** Grant and token both hold {@code openid}: a refreshed token may hold less than its grant. */
    private static boolean saysOpenid(Live live) {
        return live.claims().scopes().contains(NamedScope.OPENID)
                && live.grant()
                        .filter(grant -> grant.scopes().contains(NamedScope.OPENID))
                        .isPresent();
    }

    private EndpointResponse refuse(Exchange exchange, ProtocolError error, boolean tokenCame) {
        strangers.refused(exchange.refused(Action.USERINFO, null, error).build());
        return ErrorResponses.bearer(error, tokenCame);
    }
}
