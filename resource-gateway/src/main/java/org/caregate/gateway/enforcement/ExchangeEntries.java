package org.caregate.gateway.enforcement;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.AuditEntryBuilder;
import org.caregate.audit.entry.Outcome;
import org.caregate.gateway.error.Failure;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.fhir.FhirInteraction;
import org.caregate.protocol.fhir.ResourceRequest;
import org.caregate.protocol.fhir.SearchQuery;
import org.caregate.protocol.token.TokenClaims;
import org.jspecify.annotations.Nullable;

/** Begins the audit entries of an exchange: who, what, when, from where. */
final class ExchangeEntries {
    private static final Map<FhirInteraction, Action> ACTIONS = Stream.of(FhirInteraction.values())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), row -> Action.ofWord(row.auditAction())));

    private final Clock clock;
    private final String audience;
    private final String basePath;

    ExchangeEntries(Clock clock, String audience, String basePath) {
        this.clock = clock;
        this.audience = audience;
        this.basePath = basePath;
    }

    /** An entry of the interaction, with what is sealed of the request. */
    AuditEntryBuilder first(IncomingRequest incoming, Outcome outcome) {
        return first(incoming, action(incoming), outcome);
    }

    /** With what is sealed of the request: once an exchange, in the entry that the others are joined to by the exchange's id. */
    AuditEntryBuilder first(IncomingRequest incoming, Action action, Outcome outcome) {
        FhirExchange exchange = incoming.exchange();
        TokenClaims token = incoming.token();
        List<String> userAgent = exchange.fields("User-Agent");
        return following(incoming, action, outcome)
                .scopes(token == null ? null : token.scopes().text())
                .sourceAddress(exchange.source())
                .userAgent(userAgent.isEmpty() ? null : userAgent.getFirst())
                .query(query(exchange, incoming.interaction()));
    }

    /** An entry that follows the first. */
    AuditEntryBuilder following(IncomingRequest incoming, Outcome outcome) {
        return following(incoming, action(incoming), outcome);
    }

    private AuditEntryBuilder following(IncomingRequest incoming, Action action, Outcome outcome) {
        FhirExchange exchange = incoming.exchange();
        AuditEntryBuilder entry = AuditEntry.of(clock.instant(), exchange.id(), action, outcome)
                .audience(audience)
                .requestLine(line(exchange, incoming.interaction()));
        TokenClaims token = incoming.token();
        if (token != null) {
            PersonId person = token.person();
            var grant = token.grant();
            entry.person(person == null ? null : person.value())
                    .client(token.client().value())
                    .grant(grant == null ? null : grant.value())
                    .tokenId(token.jti())
                    .profile(token.profile());
        }
        return entry;
    }

    /** A message that never became a request. */
    AuditEntry unreadable(String exchangeId, String source, Failure failure) {
        return AuditEntry.of(clock.instant(), exchangeId, Action.RESOURCE_OTHER, Outcome.REFUSED)
                .reason(failure.reason())
                .audience(audience)
                .httpStatus(failure.status())
                .sourceAddress(source)
                .build();
    }

    /** The search as understood, from address or body; a token that was put there does not belong in the log. */
    private static @Nullable String query(FhirExchange exchange, @Nullable ResourceRequest request) {
        if (request == null) {
            String raw = exchange.rawQuery();
            return raw == null || raw.contains("access_token") ? null : raw;
        }
        String query = new SearchQuery(request.query().parameters().stream()
                        .filter(parameter -> !parameter.name().equals("access_token"))
                        .toList())
                .encoded();
        return query.isEmpty() ? null : query;
    }

    private String line(FhirExchange exchange, @Nullable ResourceRequest request) {
        if (request == null) {
            return known(exchange.method()) + " " + basePath + "/…";
        }
        String path = request.interaction().pathWithoutIds(exchange.method(), request.type());
        return exchange.method() + " " + basePath + (path.isEmpty() ? "" : "/" + path);
    }

    private static String known(String method) {
        return List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")
                        .contains(method)
                ? method
                : "?";
    }

    private static Action action(IncomingRequest incoming) {
        ResourceRequest request = incoming.interaction();
        return request == null
                ? Action.RESOURCE_OTHER
                : ACTIONS.getOrDefault(request.interaction(), Action.RESOURCE_OTHER);
    }
}
