package org.caregate.audit.memory;

import java.util.UUID;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.entry.StoredEntry;
import org.caregate.audit.tree.Hash;

/** An entry as its writer handed it to the database. */
public record RememberedEntry(UUID id, Bytes leaf, Hash hash) {
    static RememberedEntry of(StoredEntry entry) {
        return new RememberedEntry(
                entry.id(), entry.leaf(), Hash.ofLeaf(entry.leaf().toArray()));
    }
}
