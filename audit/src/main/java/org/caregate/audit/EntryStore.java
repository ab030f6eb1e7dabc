package org.caregate.audit;

import java.util.List;
import org.caregate.audit.entry.StoredEntry;
import org.caregate.audit.memory.PendingRow;

/**
 * Where entries become durable.
 *
 * <p>A stored entry MUST be marked as waiting for its place in the log, by its row, in the same transaction. An entry whose id is there
 * already MUST be left as it is, so that a repeat after an unclear failure is harmless.
 */
public interface EntryStore {
    /**
     * Stores the entries in a transaction of their own, all or none.
     *
     * @param row what marks them as waiting
     * @return the revocation version that the transaction read; returned only after the commit is durable
     * @throws RefusedEntryException if the store cannot take one of these entries, though it works
     */
    long insert(PendingRow row, List<StoredEntry> entries);

    /** Stores the entry in the caller's current transaction, and tells how that ended; MUST fail if there is none. */
    void enlist(PendingRow row, StoredEntry entry, Ending ending);

    /** How a transaction ended that an entry was part of. */
    interface Ending {
        /** It has committed durably. */
        void committed();

        /** It was rolled back, or its outcome is unknown. */
        void notKnownToHaveCommitted();
    }

    /** One of the entries cannot be stored as it is; the others may be tried without it. */
    final class RefusedEntryException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public RefusedEntryException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
