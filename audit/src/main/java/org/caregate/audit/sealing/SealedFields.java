package org.caregate.audit.sealing;

import java.util.Map;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.entry.SensitiveField;

/**
 * Ciphertexts and the name of the key that opens them.
 *
 * @param keyName the data key's month, and the salt of the key derived from it: {@code 2026-11.SALT}
 */
public record SealedFields(String keyName, Map<SensitiveField, Bytes> fields) {
    public SealedFields {
        fields = Map.copyOf(fields);
    }
}
