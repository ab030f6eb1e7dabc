package org.caregate.crypto.keyfile;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The versioned master keys of the key file, from which every other symmetric key is derived by HKDF-SHA-256 (RFC 5869), and the
 * Ed25519 pair that signs the log's checkpoints.
 */
public final class KeyRing {
    private final TreeMap<Integer, byte[]> masters;
    private final KeyPair checkpointKey;
    private final Map<Derived, SecretKey> derived = new ConcurrentHashMap<>();

    private record Derived(int version, Purpose purpose) {}

    KeyRing(Map<Integer, byte[]> masters, KeyPair checkpointKey) {
        if (masters.isEmpty()) {
            throw new IllegalArgumentException("a key ring has at least one key");
        }
        this.masters = new TreeMap<>(masters);
        this.checkpointKey = checkpointKey;
    }

    /** The version new envelopes and hashes use. */
    public int currentVersion() {
        return masters.lastKey();
    }

    /** Whether that version is in the file. */
    public boolean has(int version) {
        return masters.containsKey(version);
    }

    /** The 256-bit key of that version for that purpose. The version MUST be one that {@link #has} knows. */
    public SecretKey key(int version, Purpose purpose) {
        return derived.computeIfAbsent(new Derived(version, purpose), this::derive);
    }

    /** The Ed25519 pair of the log's checkpoints. */
    public KeyPair checkpointKey() {
        return checkpointKey;
    }

    private SecretKey derive(Derived wanted) {
        byte[] master = masters.get(wanted.version());
        if (master == null) {
            throw new IllegalArgumentException("no key of version " + wanted.version() + " in the key file");
        }
        try {
            var parameters = HKDFParameterSpec.ofExtract()
                    .addIKM(master)
                    .thenExpand(wanted.purpose().label().getBytes(StandardCharsets.UTF_8), 32);
            byte[] bytes = KDF.getInstance("HKDF-SHA256").deriveData(parameters);
            return new SecretKeySpec(bytes, wanted.purpose() == Purpose.ENVELOPE ? "AES" : "HmacSHA256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks HKDF-SHA256", e);
        }
    }
}
