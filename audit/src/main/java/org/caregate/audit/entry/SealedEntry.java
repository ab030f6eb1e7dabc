package org.caregate.audit.entry;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry as the log holds it: plain fields in clear, sensitive ones as ciphertext, and the keyed hashes it is found by.
 *
 * @param plain the entry without its sensitive fields
 * @param keyName which key sealed the fields: month and salt; null when there are none
 * @param marks blind-index values, sorted
 */
public record SealedEntry(
        AuditEntry plain, @Nullable String keyName, Map<SensitiveField, Bytes> ciphertexts, List<Bytes> marks) {
    /** Bytes of one blind-index value. */
    public static final int MARK_BYTES = 16;

    public SealedEntry {
        if (!plain.sensitive().equals(Sensitive.NONE)) {
            throw new IllegalArgumentException("sensitive fields in clear");
        }
        if ((keyName == null) != ciphertexts.isEmpty()) {
            throw new IllegalArgumentException("sealed fields and their key go together");
        }
        Map<SensitiveField, Bytes> inOrder = new EnumMap<>(SensitiveField.class); // of the tags
        inOrder.putAll(ciphertexts);
        ciphertexts = Collections.unmodifiableMap(inOrder);
        marks = marks.size() < 2 ? List.copyOf(marks) : List.copyOf(new TreeSet<>(marks));
        if (marks.stream().anyMatch(mark -> mark.length() != MARK_BYTES)) {
            throw new IllegalArgumentException("a mark has " + MARK_BYTES + " bytes");
        }
    }

    public UUID id() {
        return plain.id();
    }

    /** The canonical bytes: the leaf of the Merkle tree. */
    public byte[] leaf() {
        return CanonicalEntry.encode(this);
    }

    /** Reads canonical bytes; anything that {@link #leaf()} would not have written is refused. */
    public static SealedEntry ofLeaf(byte[] leaf) {
        return CanonicalEntry.decode(leaf);
    }
}
