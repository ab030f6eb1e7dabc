package org.caregate.audit.flood;

import org.caregate.audit.AuditLog;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.audit.entry.AuditEntry;

/**
 * Where unauthenticated requests are recorded, whichever client or user they name: each gets its own entry until they become a flood,
 * which is then counted. What someone did who proved who they are never comes here: each such entry may matter alone.
 */
public final class StrangersLog {
    private final AuditLog audit;
    private final RefusalFlood flood;

    /** Entries go there, unless the flood counts them; its owner flushes it. */
    public StrangersLog(AuditLog audit, RefusalFlood flood) {
        this.audit = audit;
        this.flood = flood;
    }

    /**
     * Records or counts a refusal, by its source network and reason.
     *
     * @throws AuditUnavailableException if it should have an entry and that is not known to be durable
     */
    public void refused(AuditEntry entry) {
        note(entry);
    }

    /**
     * Records or counts something that was answered without authentication and released nothing, such as a sign-in page for an app.
     *
     * @throws AuditUnavailableException if it should have an entry and that is not known to be durable
     */
    public void asked(AuditEntry entry) {
        note(entry);
    }

    private void note(AuditEntry entry) {
        if (flood.judge(entry) == RefusalFlood.Verdict.RECORD_NOW) {
            audit.record(entry);
        }
    }
}
