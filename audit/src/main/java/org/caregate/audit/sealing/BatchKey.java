package org.caregate.audit.sealing;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
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
 * An AES-256-GCM key for a batch of fields, derived from the month's data key and a random salt (HKDF, RFC 5869), with the cipher
 * that seals by it. Owned by one thread at a time.
 *
 * <p>No one else ever seals under it, so a counter makes its nonces unique (NIST SP 800-38D §8.2.1); after {@value #MOST_FIELDS}
 * fields it is used up. Salts of 128 random bits do not meet.
 */
final class BatchKey {
    /** Far below the 2^32 invocations of SP 800-38D §8.3, and at most 2^32 blocks of 16 bytes. */
    static final int MOST_FIELDS = 1 << 20;

    static final int NONCE_BYTES = 12;
    private static final int SALT_BYTES = 16;
    private static final int TAG_BITS = 128;
    private static final byte[] PURPOSE = {'c', 'a', 'r', 'e', 'g', 'a', 't', 'e', ' ', 'b', 'a', 't', 'c', 'h', ' '};
    private static final char SEPARATOR = '.';

    private final SecretKey monthKey;
    private final String month;
    private final String name;
    private final SecretKey key;
    private final Cipher cipher;
    private final int mostFields;
    private int fields;

    private BatchKey(String month, SecretKey monthKey, byte[] salt, int mostFields) throws GeneralSecurityException {
        this.month = month;
        this.monthKey = monthKey;
        this.mostFields = mostFields;
        this.name = month + SEPARATOR + Base64.getUrlEncoder().withoutPadding().encodeToString(salt);
        this.key = derived(monthKey, salt);
        this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
    }

    /** A key that no batch had before. */
    static BatchKey fresh(String month, SecretKey monthKey, SecureRandom random, int mostFields)
            throws GeneralSecurityException {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new BatchKey(month, monthKey, salt, Math.min(mostFields, MOST_FIELDS));
    }

    /** The key that a sealed entry names, to open it. */
    static BatchKey named(String name, SecretKey monthKey) throws GeneralSecurityException {
        String month = monthOf(name);
        byte[] salt;
        try {
            salt = Bytes.ofBase64Url(name.substring(Math.min(name.length(), month.length() + 1)))
                    .toArray();
        } catch (IllegalArgumentException notBase64) {
            throw new BrokenSealException("a sealed entry names no batch of its month", notBase64);
        }
        return new BatchKey(month, monthKey, salt, 0);
    }

    /** The name of the month's data key inside the name of a batch. */
    static String monthOf(String name) {
        int end = name.indexOf(SEPARATOR);
        return end < 0 ? name : name.substring(0, end);
    }

    /** {@code MONTH.SALT}: what an entry keeps of its key. */
    String name() {
        return name;
    }

    /** Whether so many more fields may be sealed for that month, under that key of it. */
    boolean takes(String entryMonth, SecretKey entryMonthKey, int more) {
        return month.equals(entryMonth) && monthKey.equals(entryMonthKey) && fields + more <= mostFields;
    }

    /** Nonce, ciphertext, tag. */
    byte[] seal(UUID entry, SensitiveField field, byte[] text) throws GeneralSecurityException {
        if (fields >= mostFields) {
            throw new IllegalStateException("the batch key is used up");
        }
        byte[] sealed = new byte[NONCE_BYTES + text.length + TAG_BITS / 8];
        ByteBuffer.wrap(sealed).putInt(NONCE_BYTES - Integer.BYTES, fields++);
        start(Cipher.ENCRYPT_MODE, sealed, entry, field);
        cipher.doFinal(text, 0, text.length, sealed, NONCE_BYTES);
        return sealed;
    }

    byte[] open(UUID entry, SensitiveField field, byte[] sealed) throws GeneralSecurityException {
        if (sealed.length < NONCE_BYTES) {
            throw new AEADBadTagException("too short for a nonce");
        }
        start(Cipher.DECRYPT_MODE, sealed, entry, field);
        return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    }

    private void start(int mode, byte[] nonceFirst, UUID entry, SensitiveField field) throws GeneralSecurityException {
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonceFirst, 0, NONCE_BYTES));
        cipher.updateAAD(ByteBuffer.allocate(17)
                .putLong(entry.getMostSignificantBits())
                .putLong(entry.getLeastSignificantBits())
                .put((byte) field.tag())
                .flip());
    }

    private static SecretKey derived(SecretKey month, byte[] salt) throws GeneralSecurityException {
        byte[] info = Arrays.copyOf(PURPOSE, PURPOSE.length + salt.length);
        System.arraycopy(salt, 0, info, PURPOSE.length, salt.length);
        return KDF.getInstance("HKDF-SHA256")
                .deriveKey("AES", HKDFParameterSpec.ofExtract().addIKM(month).thenExpand(info, 32));
    }
}
