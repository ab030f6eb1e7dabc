package org.caregate.crypto.credential;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.keyfile.Purpose;

/**
 * Derives a refresh token's successor (HKDF-SHA-256, RFC 5869 §2.3) under a key of its own from family, generation and the
 * presented token: a repeated request recomputes the same answer, while the database alone yields nothing (architecture, decision 5).
 */
public final class RefreshSuccessor {
    private static final int ID_BYTES = 16;
    private static final int SECRET_BYTES = 32;

    private final KeyRing ring;

    /** Successors under the key file's keys. */
    public RefreshSuccessor(KeyRing ring) {
        this.ring = ring;
    }

    /** The key version to note beside a new successor, for {@link #derive}. */
    public int currentVersion() {
        return ring.currentVersion();
    }

    /**
     * The successor of the presented token.
     *
     * @param keyVersion the version noted when it was first derived
     * @param generation the successor's generation: the presented token's plus one
     */
    public Credential derive(int keyVersion, String family, long generation, Credential presented) {
        try {
            byte[] bytes = KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.expandOnly(
                            ring.key(keyVersion, Purpose.REFRESH_SUCCESSOR),
                            info(family, generation, presented),
                            ID_BYTES + SECRET_BYTES));
            return Credential.of(
                    Credential.REFRESH_TOKEN,
                    Arrays.copyOf(bytes, ID_BYTES),
                    Arrays.copyOfRange(bytes, ID_BYTES, bytes.length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks HKDF-SHA256", e);
        }
    }

    /** Length-prefixed, so that no two triples share one encoding. */
    private static byte[] info(String family, long generation, Credential presented) {
        byte[] name = family.getBytes(StandardCharsets.UTF_8);
        byte[] token = presented.text().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(Integer.BYTES + name.length + Long.BYTES + token.length)
                .putInt(name.length)
                .put(name)
                .putLong(generation)
                .put(token)
                .array();
    }
}
