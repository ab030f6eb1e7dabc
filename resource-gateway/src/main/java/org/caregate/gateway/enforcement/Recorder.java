package org.caregate.gateway.enforcement;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caregate.audit.AuditLog;
import org.caregate.audit.AuditReceipt;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.audit.PromisedReceipt;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.AuditEntryBuilder;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.entry.Phase;
import org.caregate.gateway.error.Refusal;
import org.caregate.gateway.guard.ProvenPart;
import org.caregate.policy.compartment.Release.Reason;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.fhir.FhirInteraction;
import org.caregate.protocol.fhir.ResourceRequest;
import org.caregate.protocol.fhir.SearchQuery;
import org.caregate.protocol.token.TokenClaims;
import org.jspecify.annotations.Nullable;

/** Writes what happened in an exchange to the audit log: attempt, release, completion (invariant 1). */
final class Recorder {
    private static final Map<FhirInteraction, Action> ACTIONS = Stream.of(FhirInteraction.values())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), one -> Action.ofWord(one.auditAction())));

    private final AuditLog log;
    private final Clock clock;
    private final String audience;
    private final String basePath;

    Recorder(AuditLog log, Clock clock, String audience, String basePath) {
        this.log = log;
        this.clock = clock;
        this.audience = audience;
        this.basePath = basePath;
    }

    /** A refusal: one entry says all. Durable when this returns. */
    AuditReceipt refused(Asked asked, Refusal refusal, String reason, @Nullable String policyVersion) {
        return log.record(entry(asked, refusal.status() >= 500 ? Outcome.FAILED : Outcome.REFUSED)
                .reason(reason)
                .policyVersion(policyVersion)
                .httpStatus(refusal.status())
                .build());
    }

    /**
     * A permitted attempt.
     *
     * @param patients whose records it is about, where token and request already say so
     * @param single whether token and request already say what will be released: then neither release nor completion follow, unless
     *     it ended otherwise
     */
    PromisedReceipt attempt(Asked asked, String policyVersion, Set<String> patients, boolean single) {
        ResourceRequest request = asked.interaction();
        AuditEntryBuilder entry = entry(asked, Outcome.PERMITTED)
                .phase(single ? Phase.SINGLE : Phase.ATTEMPT)
                .policyVersion(policyVersion)
                .patients(patients.size() <= AuditEntryBuilder.MAX_REFERENCES ? patients : Set.of());
        String reference = request == null ? null : request.reference();
        if (reference != null) {
            entry.resource(reference);
        }
        return log.submit(entry.build());
    }

    /** What is about to leave. Durable when this returns; the newest revocation version that was seen is in the answer. */
    long disclosed(Asked asked, ProvenPart part) {
        return disclosed(asked, part.patients(), part.resources());
    }

    /** The same of what was written without being shown. */
    long disclosed(Asked asked, Set<String> patients, Set<String> resources) {
        List<PromisedReceipt> promised = new ArrayList<>();
        for (AuditEntry entry : about(asked, action(asked.interaction()), Outcome.PERMITTED)
                .phase(Phase.RELEASE)
                .patients(patients)
                .resources(resources)
                .count(resources.size())
                .buildAll()) {
            promised.add(log.submit(entry));
        }
        long version = -1;
        for (PromisedReceipt receipt : promised) {
            version = Math.max(version, receipt.await().revocationVersion());
        }
        return version;
    }

    /** How a permitted exchange ended. Its loss is found by reconciliation, so that nobody waits for it. */
    void completed(Asked asked, Outcome outcome, String reason, int status, long count) {
        follow(about(asked, action(asked.interaction()), outcome)
                .phase(Phase.COMPLETION)
                .reason(reason)
                .httpStatus(status)
                .count(count)
                .build());
    }

    /** How an exchange ended that turned out to be about these patients as well. */
    void completed(Asked asked, Outcome outcome, String reason, int status, long count, Set<String> patients) {
        for (AuditEntry entry : about(asked, action(asked.interaction()), outcome)
                .phase(Phase.COMPLETION)
                .reason(reason)
                .httpStatus(status)
                .count(count)
                .patients(patients)
                .buildAll()) {
            follow(entry);
        }
    }

    /** How a permitted search ended, and what of the upstream's answer was held back and why: nobody saw it. */
    void searched(Asked asked, int status, long count, HeldBack heldBack) {
        AuditEntryBuilder entry = about(asked, action(asked.interaction()), Outcome.PERMITTED)
                .phase(Phase.COMPLETION)
                .httpStatus(status)
                .count(count);
        if (!heldBack.isEmpty()) {
            entry.detail("heldBack", heldBack.summary()).sensitive("heldBack", heldBack.names());
        }
        follow(entry.build());
    }

    /** The upstream gave what may be another patient's data: nobody saw it, somebody should look. One entry a reason. */
    void alarms(Asked asked, HeldBack heldBack) {
        for (Reason reason : heldBack.alarming()) {
            follow(whole(asked, Action.ALARM, Outcome.REFUSED)
                    .reason("FOREIGN_ENTRY")
                    .count(heldBack.count(reason))
                    .detail("heldBack", reason.name())
                    .resources(heldBack.named(reason))
                    .build());
        }
    }

    /** The upstream stored what cannot be shown to be what was proved: its answer names these patients. */
    void alarmOfWrite(Asked asked, String reason, Set<String> patients) {
        ResourceRequest request = asked.interaction();
        String reference = request == null ? null : request.reference();
        AuditEntryBuilder entry = whole(asked, Action.ALARM, Outcome.FAILED)
                .reason("WRITE_NOT_PROVED")
                .detail("first", reason)
                .patients(patients);
        if (reference != null) {
            entry.resource(reference);
        }
        entry.buildAll().forEach(this::follow);
    }

    private void follow(AuditEntry entry) {
        try {
            log.follow(entry);
        } catch (AuditUnavailableException unavailable) {
            // an attempt without completion is what start-up reconciles
        }
    }

    private AuditEntryBuilder entry(Asked asked, Outcome outcome) {
        return whole(asked, action(asked.interaction()), outcome);
    }

    /** With what is sealed of the request: once an exchange, in the entry that the others are joined to by the exchange's id. */
    private AuditEntryBuilder whole(Asked asked, Action action, Outcome outcome) {
        Exchange exchange = asked.exchange();
        TokenClaims token = asked.token();
        return about(asked, action, outcome)
                .scopes(token == null ? null : token.scopes().text())
                .sourceAddress(exchange.source())
                .userAgent(first(exchange.fields("User-Agent")))
                .query(query(exchange, asked.interaction()));
    }

    private AuditEntryBuilder about(Asked asked, Action action, Outcome outcome) {
        Exchange exchange = asked.exchange();
        AuditEntryBuilder entry = AuditEntry.of(clock.instant(), exchange.id(), action, outcome)
                .audience(audience)
                .requestLine(line(exchange, asked.interaction()));
        TokenClaims token = asked.token();
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

    /** The search as understood, from address or body; a token that was put there does not belong into the log. */
    private static @Nullable String query(Exchange exchange, @Nullable ResourceRequest request) {
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

    private static @Nullable String first(List<String> values) {
        return values.isEmpty() ? null : values.getFirst();
    }

    private String line(Exchange exchange, @Nullable ResourceRequest request) {
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

    private static Action action(@Nullable ResourceRequest request) {
        return request == null ? Action.RESOURCE_OTHER : ACTIONS.get(request.interaction());
    }
}
