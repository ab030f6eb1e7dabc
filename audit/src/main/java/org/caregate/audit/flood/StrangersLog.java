package org.caregate.audit.flood;

import org.caregate.audit.AuditLog;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.audit.entry.AuditEntry;

/**
 * Where refusals of people and programs nobody knows are recorded: each its own entry until they become a flood, which then is one entry
 * with its count. Refusals of somebody known never come here: each of them may matter alone.
 */
public final class StrangersLog {
    private static final String NOWHERE = "unknown";

    private final AuditLog audit;
    private final RefusalFlood flood;

    /** Entries go there, unless the flood counts them; its owner flushes it. */
    public StrangersLog(AuditLog audit, RefusalFlood flood) {
        this.audit = audit;
        this.flood = flood;
    }

    /**
     * Records or counts a refusal, by its source address and reason.
     *
     * @throws AuditUnavailableException if it should have an entry and that is not known to be durable
     */
    public void refused(AuditEntry entry) {
        String source = entry.sensitive().sourceAddress();
        if (flood.refused(source == null ? NOWHERE : source, entry.reason()) == RefusalFlood.Verdict.RECORD_NOW) {
            audit.record(entry);
        }
    }
}
