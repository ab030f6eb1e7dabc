package org.caregate.audit.search;

import java.time.Instant;
import java.util.List;
import org.caregate.audit.entry.SealedEntry;

/** Reads entries back by what the store can search. */
public interface AuditReader {
    /** Entries that match, newest first. */
    List<SealedEntry> find(EntryFilter filter);

    /** Where the log ends now. */
    TailPosition end();

    /** Entries placed since that position, lane by lane in their order there, and the position after them. */
    TailPart after(TailPosition position, int most);

    /** Attempts from that time on and before the other whose exchange has neither completion nor reconciliation. */
    List<SealedEntry> unfinished(Instant from, Instant until, int most);
}
