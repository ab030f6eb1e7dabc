package org.caregate.administration.audit;

import java.time.Clock;
import java.util.List;
import org.caregate.administration.operation.Operator;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntryBuilder;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.proof.FoundEntry;
import org.caregate.audit.search.AuditQuery;
import org.caregate.audit.search.AuditSearch;
import org.caregate.audit.search.TailPosition;
import org.jspecify.annotations.Nullable;

/** Searches and follows the log; who looked for what is recorded before anything is shown. */
public final class SearchAudit {
    private final AuditSearch search;
    private final AuditLog audit;
    private final Clock clock;

    public SearchAudit(AuditSearch search, AuditLog audit, Clock clock) {
        this.search = search;
        this.audit = audit;
        this.clock = clock;
    }

    /** The matching entries, newest first. */
    public List<FoundEntry> search(AuditQuery query, Operator operator) {
        AuditEntryBuilder entry = operator.entry(clock, Action.AUDIT_QUERY, Outcome.PERMITTED);
        if (query.patient() != null) {
            entry.patient(query.patient());
        }
        if (query.userName() != null) {
            entry.sensitive("searchedUserName", query.userName());
        }
        detail(entry, "person", query.person());
        detail(entry, "client", query.client());
        detail(entry, "exchange", query.exchangeId());
        detail(entry, "action", query.action());
        detail(entry, "outcome", query.outcome());
        detail(entry, "from", query.from());
        detail(entry, "until", query.until());
        audit.record(entry.build());
        return search.find(query);
    }

    /** Begins to follow; from the end of the log as it is now. */
    public TailPosition follow(Operator operator) {
        audit.record(operator.entry(clock, Action.AUDIT_QUERY, Outcome.PERMITTED)
                .detail("follow", "true")
                .build());
        return search.end();
    }

    private static void detail(AuditEntryBuilder entry, String name, @Nullable Object value) {
        if (value != null) {
            entry.detail(name, value.toString());
        }
    }
}
