package org.caregate.audit.memory;

import java.util.List;
import java.util.UUID;

/**
 * A row of this writer with the entries it is made of.
 *
 * @param sinceNanos when it was acknowledged, or before that begun, on the clock of {@link System#nanoTime}
 */
public record WrittenRow(PendingRow pending, List<RememberedEntry> entries, long sinceNanos) {
    public WrittenRow {
        entries = List.copyOf(entries);
    }

    public UUID id() {
        return pending.id();
    }
}
