package org.caregate.audit.search;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.entry.Phase;
import org.caregate.audit.entry.SealedEntry;

/** Ends exchanges that a crash left open: anyone who reads the log sees that no one knows what left the building. */
public final class Reconciliation {
    /** Reason of the entries it writes. */
    public static final String NO_COMPLETION = "NO_COMPLETION";

    private static final int MOST = 500;

    private final AuditReader reader;
    private final AuditLog log;
    private final Clock clock;

    public Reconciliation(AuditReader reader, AuditLog log, Clock clock) {
        this.reader = reader;
        this.log = log;
        this.clock = clock;
    }

    /** Writes a {@code reconciled} entry for each attempt of that time that nothing followed; how many there were. */
    public int reconcile(Instant from, Instant until) {
        int reconciled = 0;
        List<SealedEntry> unfinished;
        do {
            unfinished = reader.unfinished(from, until, MOST);
            for (SealedEntry attempt : unfinished) {
                AuditEntry of = attempt.plain();
                log.record(AuditEntry.of(clock.instant(), of.exchangeId(), Action.RECONCILED, Outcome.FAILED)
                        .phase(Phase.COMPLETION)
                        .reason(NO_COMPLETION)
                        .person(of.person())
                        .client(of.client())
                        .profile(of.profile())
                        .grant(of.grant())
                        .tokenId(of.tokenId())
                        .requestLine(of.requestLine())
                        .detail("attempt", of.id().toString())
                        .detail("action", of.action().word())
                        .build());
            }
            reconciled += unfinished.size();
        } while (unfinished.size() == MOST);
        return reconciled;
    }
}
