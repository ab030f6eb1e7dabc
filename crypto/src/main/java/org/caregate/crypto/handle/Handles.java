package org.caregate.crypto.handle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.keyfile.Purpose;

/**
 * Seals texts that clients carry, each with AES-256-GCM under a key of its own.
 *
 * <p>Any caller can have as many handles made as they like. Random nonces under one key would be limited to 2^32 of them (NIST SP
 * 800-38D §8.3), which nothing could count across nodes and restarts. So key and nonce are derived from the purpose's key and a
 * random 256-bit salt (HKDF-SHA-256, RFC 5869 §2.3): each key seals one handle, and two handles share one only if their salts
 * collide.
 *
 * <p>Layout: format 2 (1 byte), key version (4), salt (32), ciphertext and tag. The associated data names whose handle it is.
 */
public final class Handles {
    private static final byte FORMAT = 2;
    private static final int HEADER = 1 + Integer.BYTES;
    private static final int SALT = 32;
    private static final int KEY = 32;
    private static final int NONCE = 12;
    private static final int TAG = 16;

    private final KeyRing ring;
    private final SecureRandom random;
    private final Purpose purpose;

    /** Handles of one kind, distinguished from other kinds by their purpose. */
    public Handles(KeyRing ring, SecureRandom random, Purpose purpose) {
        this.ring = ring;
        this.random = random;
        this.purpose = purpose;
    }

    /** Seals under the current version of the key. */
    public byte[] seal(byte[] plaintext, String associatedData) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        int version = ring.currentVersion();
        byte[] header = ByteBuffer.allocate(HEADER).put(FORMAT).putInt(version).array();
        try {
            byte[] sealed = gcm(Cipher.ENCRYPT_MODE, version, header, salt, associatedData, plaintext);
            return ByteBuffer.allocate(HEADER + SALT + sealed.length)
                    .put(header)
                    .put(salt)
                    .put(sealed)
                    .array();
        } catch (AEADBadTagException e) {
            throw new IllegalStateException("encryption checks no tag", e);
        }
    }

    /** What {@link #seal} was given; empty for everything that it did not make with the same associated data. */
    public Optional<byte[]> open(byte[] handle, String associatedData) {
        if (handle.length < HEADER + SALT + TAG || handle[0] != FORMAT) {
            return Optional.empty();
        }
        int version = ByteBuffer.wrap(handle, 1, Integer.BYTES).getInt();
        if (!ring.has(version)) {
            return Optional.empty();
        }
        byte[] header = Arrays.copyOf(handle, HEADER);
        byte[] salt = Arrays.copyOfRange(handle, HEADER, HEADER + SALT);
        byte[] sealed = Arrays.copyOfRange(handle, HEADER + SALT, handle.length);
        try {
            return Optional.of(gcm(Cipher.DECRYPT_MODE, version, header, salt, associatedData, sealed));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        }
    }

    private byte[] gcm(int mode, int version, byte[] header, byte[] salt, String associatedData, byte[] input)
            throws AEADBadTagException {
        SecretKey parent = ring.key(version, purpose);
        try {
            byte[] derived =
                    KDF.getInstance("HKDF-SHA256").deriveData(HKDFParameterSpec.expandOnly(parent, salt, KEY + NONCE));
            SecretKey key = new SecretKeySpec(derived, 0, KEY, "AES");
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, derived, KEY, NONCE));
            cipher.updateAAD(header);
            cipher.updateAAD(associatedData.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks HKDF-SHA256 or AES-GCM", e);
        }
    }
}
