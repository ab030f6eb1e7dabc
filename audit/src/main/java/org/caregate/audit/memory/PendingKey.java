package org.caregate.audit.memory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.tree.Hash;

/**
 * Authenticates waiting rows with HMAC-SHA-256 under a key that the database does not hold: an altered, moved, invented or incomplete
 * row has no valid proof.
 */
public final class PendingKey {
    private static final String ALGORITHM = "HmacSHA256";

    /** Has the key and has read the label; never used itself, only copied. */
    private final Mac labelled;

    /**
     * The key of one log.
     *
     * @param origin the log's name, so that no row of another log is taken for one of this
     */
    public PendingKey(SecretKey key, String origin) {
        try {
            labelled = Mac.getInstance(ALGORITHM);
            labelled.init(key);
            labelled.update(("caregate/pending/v1\n" + origin + "\n").getBytes(StandardCharsets.UTF_8));
            // Fails here, at the start, on a platform whose code cannot be copied.
            var _ = labelled.clone();
        } catch (GeneralSecurityException | CloneNotSupportedException broken) {
            throw new IllegalStateException(ALGORITHM + " of this Java platform cannot be copied", broken);
        }
    }

    Bytes proof(UUID writer, long number, List<UUID> entries, List<UUID> follows, List<Hash> leaves) {
        return Bytes.of(mac(writer, number, entries, follows, leaves));
    }

    /** Whether the writer made this row, for entries with these leaves in this order. */
    public boolean proves(PendingRow row, List<Hash> leaves) {
        return row.entries().size() == leaves.size()
                && MessageDigest.isEqual(
                        row.proof().toArray(), mac(row.writer(), row.number(), row.entries(), row.follows(), leaves));
    }

    private byte[] mac(UUID writer, long number, List<UUID> entries, List<UUID> follows, List<Hash> leaves) {
        ByteBuffer text = ByteBuffer.allocate(32 + 16 * (entries.size() + follows.size()) + Hash.BYTES * leaves.size());
        put(text, writer);
        text.putLong(number).putInt(entries.size()).putInt(follows.size());
        entries.forEach(id -> put(text, id));
        follows.forEach(id -> put(text, id));
        leaves.forEach(leaf -> text.put(leaf.toArray()));
        try {
            return ((Mac) labelled.clone()).doFinal(text.array());
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("it was copied before", impossible);
        }
    }

    private static void put(ByteBuffer text, UUID id) {
        text.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }
}
