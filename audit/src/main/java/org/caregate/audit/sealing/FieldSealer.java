package org.caregate.audit.sealing;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.caregate.audit.entry.SensitiveField;

/**
 * Seals and opens the sensitive fields of one entry.
 *
 * <p>Implementations MUST bind each ciphertext to the entry's id and the field, so that one moved elsewhere does not open, and
 * MUST NOT seal under a key that is not stored durably yet.
 */
public interface FieldSealer {
    SealedFields seal(UUID entry, Instant time, Map<SensitiveField, byte[]> fields);

    /**
     * The fields in clear; empty when their key was destroyed.
     *
     * @throws BrokenSealException if the ciphertext is not what was sealed for this entry
     */
    Optional<Map<SensitiveField, byte[]>> open(UUID entry, SealedFields fields);
}
