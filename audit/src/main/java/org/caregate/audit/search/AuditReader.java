package org.caregate.audit.search;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.caregate.audit.entry.SealedEntry;
import org.caregate.audit.proof.StoredRow;
import org.jspecify.annotations.Nullable;

/** Reads entries back by what the store can search. */
public interface AuditReader {
    /** Entries that match, newest first. */
    List<StoredRow> find(EntryFilter filter);

    /**
     * Entries from that time on and before the other, oldest first.
     *
     * @param after only entries newer than this one: the last of the part before
     */
    List<StoredRow> inOrder(@Nullable Instant from, @Nullable Instant until, @Nullable UUID after, int most);

    /** Every entry of these exchanges, oldest first; at most so many. */
    List<StoredRow> ofExchanges(Set<String> exchanges, int most);

    /** Where the log ends now. */
    TailPosition end();

    /** Entries placed since that position, lane by lane in their order there, and the position after them. */
    TailPart after(TailPosition position, int most);

    /** Attempts from that time on and before the other whose exchange has neither completion nor reconciliation. */
    List<SealedEntry> unfinished(Instant from, Instant until, int most);
}
