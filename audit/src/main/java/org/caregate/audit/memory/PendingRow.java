package org.caregate.audit.memory;

import java.util.List;
import java.util.UUID;
import org.caregate.audit.entry.Bytes;

/**
 * What one transaction stores beside its entries, so that another node can place them should their writer die.
 *
 * @param writer the process that wrote them
 * @param number how many rows this writer had begun
 * @param entries ids of the entries, in their order; the first one names the row
 * @param follows rows of the same writer that were acknowledged before and that no acknowledged row names yet
 * @param proof {@link PendingKey} over all of this and the hashes of the leaves
 */
public record PendingRow(UUID writer, long number, List<UUID> entries, List<UUID> follows, Bytes proof) {
    public PendingRow {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("a row has entries");
        }
        entries = List.copyOf(entries);
        follows = List.copyOf(follows);
    }

    public UUID id() {
        return entries.getFirst();
    }
}
