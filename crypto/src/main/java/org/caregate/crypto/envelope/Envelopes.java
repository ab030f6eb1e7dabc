package org.caregate.crypto.envelope;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.keyfile.Purpose;

/**
 * Seals bytes under a data key of their own, itself wrapped by the key file's key. The associated data names the place (table,
 * column, row), so that a sealed value moved elsewhere does not open.
 *
 * <p>Layout: format 1 (1 byte), key version (4), nonce (12), wrapped data key (48), nonce (12), ciphertext and tag.
 */
public final class Envelopes {
    private static final byte FORMAT = 1;
    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final int DATA_KEY = 32;
    private static final int HEADER = 1 + Integer.BYTES;
    private static final int SMALLEST = HEADER + NONCE + DATA_KEY + TAG + NONCE + TAG;

    private final KeyRing ring;
    private final SecureRandom random;

    /** Envelopes for what is stored. */
    public Envelopes(KeyRing ring, SecureRandom random) {
        this.ring = ring;
        this.random = random;
    }

    /** What opening found. */
    public sealed interface Opening {
        /** The plaintext. */
        record Opened(byte[] plaintext) implements Opening {
            /** As UTF-8. */
            public String text() {
                return new String(plaintext, StandardCharsets.UTF_8);
            }
        }

        /** Not ours, moved from its place, altered, or sealed under a key that is gone. */
        record Broken() implements Opening {}
    }

    /** Seals under the current key. */
    public byte[] seal(byte[] plaintext, String associatedData) {
        byte[] dataKey = randomBytes(DATA_KEY);
        byte[] keyNonce = randomBytes(NONCE);
        byte[] nonce = randomBytes(NONCE);
        int version = ring.currentVersion();
        byte[] header = ByteBuffer.allocate(HEADER).put(FORMAT).putInt(version).array();
        byte[] aad = aad(header, associatedData);
        byte[] wrapped = gcm(Cipher.ENCRYPT_MODE, ring.key(version, Purpose.ENVELOPE), keyNonce, aad, dataKey);
        byte[] sealed = gcm(Cipher.ENCRYPT_MODE, new SecretKeySpec(dataKey, "AES"), nonce, aad, plaintext);
        return ByteBuffer.allocate(HEADER + NONCE + wrapped.length + NONCE + sealed.length)
                .put(header)
                .put(keyNonce)
                .put(wrapped)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /** Opens what {@link #seal} made with the same associated data. */
    public Opening open(byte[] envelope, String associatedData) {
        if (envelope.length < SMALLEST || envelope[0] != FORMAT) {
            return new Opening.Broken();
        }
        ByteBuffer in = ByteBuffer.wrap(envelope);
        byte[] header = take(in, HEADER);
        int version = ByteBuffer.wrap(header, 1, Integer.BYTES).getInt();
        if (!ring.has(version)) {
            return new Opening.Broken();
        }
        byte[] aad = aad(header, associatedData);
        byte[] keyNonce = take(in, NONCE);
        byte[] wrapped = take(in, DATA_KEY + TAG);
        byte[] nonce = take(in, NONCE);
        byte[] sealed = take(in, in.remaining());
        try {
            byte[] dataKey =
                    gcmOrBadTag(Cipher.DECRYPT_MODE, ring.key(version, Purpose.ENVELOPE), keyNonce, aad, wrapped);
            return new Opening.Opened(
                    gcmOrBadTag(Cipher.DECRYPT_MODE, new SecretKeySpec(dataKey, "AES"), nonce, aad, sealed));
        } catch (AEADBadTagException e) {
            return new Opening.Broken();
        }
    }

    private static byte[] aad(byte[] header, String associatedData) {
        byte[] place = associatedData.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(header.length + place.length)
                .put(header)
                .put(place)
                .array();
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] gcm(int mode, SecretKey key, byte[] nonce, byte[] aad, byte[] input) {
        try {
            return gcmOrBadTag(mode, key, nonce, aad, input);
        } catch (AEADBadTagException e) {
            throw new IllegalStateException("encryption cannot fail its tag", e);
        }
    }

    private static byte[] gcmOrBadTag(int mode, SecretKey key, byte[] nonce, byte[] aad, byte[] input)
            throws AEADBadTagException {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, nonce));
            cipher.updateAAD(aad);
            return cipher.doFinal(input);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks AES-GCM", e);
        }
    }
}
