package org.caregate.administration.session;

import static org.caregate.protocol.scope.AdminScope.PEOPLE_READ;
import static org.caregate.protocol.scope.AdminScope.PEOPLE_WRITE;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caregate.administration.http.ApiProblem;
import org.caregate.administration.http.Call;
import org.caregate.administration.http.CallResult;
import org.caregate.administration.http.Route;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.Outcome;
import org.caregate.identity.session.SessionStore;
import org.caregate.identity.session.StoredSession;
import org.caregate.protocol.PersonId;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.registry.transaction.Transactions;

/** {@code /sessions}: where people are signed in, and signing them out. */
public final class SessionRoutes {
    private final Transactions transactions;
    private final SessionStore sessions;
    private final AuditLog audit;
    private final Clock clock;

    public SessionRoutes(SessionStore sessions, AuditedTransactions audited) {
        this.transactions = audited.transactions();
        this.sessions = sessions;
        this.audit = audited.audit();
        this.clock = audited.clock();
    }

    /** The operations. */
    public List<Route> routes() {
        return List.of(
                Route.get("/people/{person}/sessions", PEOPLE_READ, this::list),
                Route.delete("/sessions/{session}", PEOPLE_WRITE, this::end));
    }

    private CallResult list(Call call) {
        return CallResult.ok(CallResult.page(
                sessions.allOf(new PersonId(call.id())).stream()
                        .map(SessionRoutes::json)
                        .toList(),
                null));
    }

    private CallResult end(Call call) {
        return transactions.inTransaction(() -> {
            Optional<StoredSession> found = sessions.find(call.id());
            if (found.isEmpty() || !sessions.end(call.id())) {
                return CallResult.refused(ApiProblem.notFound());
            }
            PersonId person = found.get().person();
            audit.enlist(call.operator()
                    .entry(clock, Action.SIGN_OUT, Outcome.PERMITTED)
                    .person(person == null ? null : person.value())
                    .detail("session", "ended by an administrator")
                    .build());
            return CallResult.noContent();
        });
    }

    private static Map<String, Object> json(StoredSession session) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", session.id());
        json.put("created", session.createdAt().toString());
        json.put("last_seen", session.lastSeenAt().toString());
        json.put("signed_in", session.codeAt() != null);
        return json;
    }
}
