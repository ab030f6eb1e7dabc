package org.caregate.authorization.userinfo;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.flood.StrangersLog;
import org.caregate.authorization.accesstoken.IdTokenIssuer;
import org.caregate.authorization.accesstoken.LiveTokens;
import org.caregate.authorization.accesstoken.LiveTokens.Standing;
import org.caregate.authorization.http.Endpoint;
import org.caregate.authorization.http.EndpointRequest;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.authorization.http.ErrorResponses;
import org.caregate.authorization.http.Exchange;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.protocol.scope.NamedScope;
import org.caregate.protocol.scope.ScopeParse;
import org.caregate.protocol.scope.ScopeParser;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.resource.ResourceServers;

/**
 * OpenID Connect Core §5.3: who the token speaks for. It takes any live token of ours whose grant holds {@code openid}, whatever its
 * audience (ADR 0003), in the Authorization header alone (RFC 6750 §2.1).
 */
public final class UserinfoEndpoint implements Endpoint {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private final LiveTokens tokens;
    private final ResourceServers resources;
    private final AuditLog audit;
    private final StrangersLog strangers;
    private final Function<EndpointRequest, Exchange> exchanges;

    public UserinfoEndpoint(
            LiveTokens tokens,
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
        if (!bearerTried(request)) {
            return refuse(
                    exchange,
                    ProtocolError.of("invalid_token", "A token is needed", "TOKEN_MISSING", "RFC 6750 §3.1"),
                    false);
        }
        Optional<String> token = bearer(request);
        if (token.isEmpty()) {
            return refuse(
                    exchange,
                    ProtocolError.of(
                            "invalid_request",
                            "The Authorization header is malformed",
                            "AUTHORIZATION_HEADER",
                            "RFC 6750 §3.1"),
                    true);
        }
        return switch (tokens.judge(token.get())) {
            case Standing.Dead(String reason) ->
                refuse(
                        exchange,
                        ProtocolError.of("invalid_token", "The token is not valid", reason, "RFC 6750 §3.1"),
                        true);
            case Standing.Unknown unknown -> refuse(exchange, ErrorResponses.unavailable("REVOCATIONS_STALE"), true);
            case Standing.Live live -> answer(exchange, live);
        };
    }

    private EndpointResponse answer(Exchange exchange, Standing.Live live) {
        Optional<Grant> grant = live.grant().filter(found -> found.scopes().contains(NamedScope.OPENID));
        if (grant.isEmpty() || !tokenSaysOpenid(live)) {
            return refuse(
                    exchange,
                    ProtocolError.of(
                            "insufficient_scope", "openid was not granted", "OPENID_NOT_GRANTED", "RFC 6750 §3.1"),
                    true);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sub", grant.get().person().value());
        IdTokenIssuer.fhirUser(grant.get(), resources).ifPresent(url -> json.put("fhirUser", url));
        audit.record(exchange.permitted(Action.USERINFO, live.client())
                .person(grant.get().person().value())
                .grant(grant.get().id().value())
                .tokenId(live.token().id())
                .httpStatus(200)
                .build());
        return EndpointResponse.json(200, JSONObjectUtils.toJSONString(json)).uncached();
    }

    private static boolean tokenSaysOpenid(Standing.Live live) {
        return ScopeParser.parse(live.token().scope()) instanceof ScopeParse.Parsed(Scopes scopes, var unknown)
                && scopes.contains(NamedScope.OPENID);
    }

    /** Another scheme is as good as none: it gets the challenge and no error code. */
    private static boolean bearerTried(EndpointRequest request) {
        String scheme = request.header("authorization").orElse("").strip().split("[ ,]", 2)[0];
        return request.headerCount("authorization") > 1 || scheme.equalsIgnoreCase("bearer");
    }

    private static Optional<String> bearer(EndpointRequest request) {
        return request.headerCount("authorization") != 1
                ? Optional.empty()
                : request.header("authorization")
                        .filter(value -> value.toLowerCase(Locale.ROOT).startsWith("bearer "))
                        .map(value -> value.substring("bearer ".length()).strip())
                        .filter(value -> TOKEN.matcher(value).matches());
    }

    private EndpointResponse refuse(Exchange exchange, ProtocolError error, boolean tokenCame) {
        strangers.refused(exchange.refused(Action.USERINFO, null, error).build());
        return ErrorResponses.bearer(error, tokenCame);
    }
}
