package org.caregate.audit.entry;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry's row: the canonical bytes, and copies of some fields to search by. Only the bytes are proved; verification demands
 * that the copies agree with them.
 */
public record StoredEntry(
        UUID id,
        Instant time,
        String exchangeId,
        String phase,
        String action,
        String outcome,
        @Nullable String person,
        @Nullable String client,
        List<Bytes> marks,
        Bytes leaf) {

    public StoredEntry {
        marks = List.copyOf(marks);
    }

    public static StoredEntry of(SealedEntry entry) {
        return of(entry, Bytes.of(entry.leaf()));
    }

    /** The row as it should be for these bytes. */
    public static StoredEntry ofLeaf(byte[] leaf) {
        return of(SealedEntry.ofLeaf(leaf), Bytes.of(leaf));
    }

    private static StoredEntry of(SealedEntry entry, Bytes leaf) {
        AuditEntry plain = entry.plain();
        return new StoredEntry(
                plain.id(),
                plain.time(),
                plain.exchangeId(),
                plain.phase().word(),
                plain.action().word(),
                plain.outcome().word(),
                plain.person(),
                plain.client(),
                entry.marks(),
                leaf);
    }

    /** Whether the copies are those of the bytes. */
    public boolean agreesWithItsLeaf() {
        try {
            return isRowOf(SealedEntry.ofLeaf(leaf.toArray()));
        } catch (MalformedEntryException notAnEntry) {
            return false;
        }
    }

    /** Whether the copies are those of this entry, which was read from the bytes. */
    public boolean isRowOf(SealedEntry entry) {
        return equals(of(entry, leaf));
    }
}
