package org.caregate.audit.sealing;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.entry.SensitiveField;

/**
 * AES-256-GCM with the entry's id and the field as associated data, under keys derived from the month's.
 *
 * <p>A month of busy traffic would pass the 2^32 random nonces that one GCM key allows (NIST SP 800-38D §8.3), so each
 * {@link BatchKey} seals a bounded number of fields. Those at hand are lent to one caller at a time and live in this process only: after a
 * restart, or when more callers seal at once than there are, new ones are derived.
 */
public final class MonthlyFieldSealer implements FieldSealer {
    private static final int AT_HAND = 64;

    private final MonthlyKeys keys;
    private final int fieldsOfOneKey;
    private final SecureRandom random = new SecureRandom();
    private final Queue<BatchKey> atHand = new ArrayBlockingQueue<>(AT_HAND);

    public MonthlyFieldSealer(MonthlyKeys keys) {
        this(keys, BatchKey.MOST_FIELDS);
    }

    MonthlyFieldSealer(MonthlyKeys keys, int fieldsOfOneKey) {
        this.keys = keys;
        this.fieldsOfOneKey = fieldsOfOneKey;
    }

    @Override
    public SealedFields seal(UUID entry, Instant time, Map<SensitiveField, byte[]> fields) {
        String month = MonthlyKeys.nameFor(time);
        SecretKey monthKey = keys.keyFor(month); // asked each time: a destroyed key is never used on
        try {
            BatchKey key = atHand.poll();
            if (key == null || !key.takes(month, monthKey, fields.size())) {
                key = BatchKey.fresh(month, monthKey, random, fieldsOfOneKey);
            }
            Map<SensitiveField, Bytes> ciphertexts = new EnumMap<>(SensitiveField.class);
            for (var field : fields.entrySet()) {
                ciphertexts.put(field.getKey(), Bytes.of(key.seal(entry, field.getKey(), field.getValue())));
            }
            SealedFields sealed = new SealedFields(key.name(), ciphertexts);
            atHand.offer(key); // one too many is let go; so is one that failed, whose nonce may be spent
            return sealed;
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("sealing does not work here", broken);
        }
    }

    @Override
    public Optional<Map<SensitiveField, byte[]>> open(UUID entry, SealedFields fields) {
        Optional<SecretKey> month = keys.find(BatchKey.monthOf(fields.keyName()));
        if (month.isEmpty()) {
            return Optional.empty();
        }
        try {
            BatchKey key = BatchKey.named(fields.keyName(), month.get());
            Map<SensitiveField, byte[]> opened = new EnumMap<>(SensitiveField.class);
            for (var field : fields.fields().entrySet()) {
                opened.put(
                        field.getKey(),
                        key.open(entry, field.getKey(), field.getValue().toArray()));
            }
            return Optional.of(opened);
        } catch (AEADBadTagException broken) {
            throw new BrokenSealException("a sealed field of entry " + entry + " was changed or moved", broken);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("opening does not work here", broken);
        }
    }
}
