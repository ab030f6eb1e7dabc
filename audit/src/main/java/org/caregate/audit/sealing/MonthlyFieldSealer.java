package org.caregate.audit.sealing;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.entry.SensitiveField;

/**
 * AES-256-GCM with the entry's id and the field as associated data.
 *
 * <p>Each entry has a key of its own, derived from the month's (HKDF, RFC 5869): a month of busy traffic would pass the
 * 2^32 random nonces that one GCM key allows (NIST SP 800-38D §8.3).
 */
public final class MonthlyFieldSealer implements FieldSealer {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte[] PURPOSE = {'c', 'a', 'r', 'e', 'g', 'a', 't', 'e', ' ', 'e', 'n', 't', 'r', 'y', ' '};

    private final MonthlyKeys keys;
    private final SecureRandom random = new SecureRandom();

    public MonthlyFieldSealer(MonthlyKeys keys) {
        this.keys = keys;
    }

    @Override
    public SealedFields seal(UUID entry, Instant time, Map<SensitiveField, byte[]> fields) {
        String name = MonthlyKeys.nameFor(time);
        try {
            SecretKey key = entryKey(keys.keyFor(name), entry);
            Map<SensitiveField, Bytes> ciphertexts = new EnumMap<>(SensitiveField.class);
            for (var field : fields.entrySet()) {
                byte[] nonce = new byte[NONCE_BYTES];
                random.nextBytes(nonce);
                Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, entry, field.getKey());
                byte[] ciphertext = cipher.doFinal(field.getValue());
                ciphertexts.put(
                        field.getKey(),
                        Bytes.of(ByteBuffer.allocate(NONCE_BYTES + ciphertext.length)
                                .put(nonce)
                                .put(ciphertext)
                                .array()));
            }
            return new SealedFields(name, ciphertexts);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("sealing does not work here", broken);
        }
    }

    @Override
    public Optional<Map<SensitiveField, byte[]>> open(UUID entry, SealedFields fields) {
        Optional<SecretKey> month = keys.find(fields.keyName());
        if (month.isEmpty()) {
            return Optional.empty();
        }
        try {
            SecretKey key = entryKey(month.get(), entry);
            Map<SensitiveField, byte[]> opened = new EnumMap<>(SensitiveField.class);
            for (var field : fields.fields().entrySet()) {
                opened.put(
                        field.getKey(),
                        open(key, entry, field.getKey(), field.getValue().toArray()));
            }
            return Optional.of(opened);
        } catch (AEADBadTagException broken) {
            throw new BrokenSealException("a sealed field of entry " + entry + " was changed or moved", broken);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("opening does not work here", broken);
        }
    }

    private static byte[] open(SecretKey key, UUID entry, SensitiveField field, byte[] nonceAndCiphertext)
            throws GeneralSecurityException {
        if (nonceAndCiphertext.length < NONCE_BYTES) {
            throw new AEADBadTagException("too short for a nonce");
        }
        byte[] nonce = Arrays.copyOf(nonceAndCiphertext, NONCE_BYTES);
        return cipher(Cipher.DECRYPT_MODE, key, nonce, entry, field)
                .doFinal(nonceAndCiphertext, NONCE_BYTES, nonceAndCiphertext.length - NONCE_BYTES);
    }

    private static SecretKey entryKey(SecretKey month, UUID entry) throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256")
                .deriveKey(
                        "AES",
                        HKDFParameterSpec.ofExtract()
                                .addIKM(month)
                                .thenExpand(
                                        ByteBuffer.allocate(PURPOSE.length + 16)
                                                .put(PURPOSE)
                                                .putLong(entry.getMostSignificantBits())
                                                .putLong(entry.getLeastSignificantBits())
                                                .array(),
                                        32));
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, UUID entry, SensitiveField field)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(ByteBuffer.allocate(17)
                .putLong(entry.getMostSignificantBits())
                .putLong(entry.getLeastSignificantBits())
                .put((byte) field.tag())
                .flip());
        return cipher;
    }
}
