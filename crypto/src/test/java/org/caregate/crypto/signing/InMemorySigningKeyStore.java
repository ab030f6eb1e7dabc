package org.caregate.crypto.signing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Signing keys in memory, for tests. */
public final class InMemorySigningKeyStore implements SigningKeyStore {
    private final List<StoredSigningKey> keys = new CopyOnWriteArrayList<>();

    @Override
    public List<StoredSigningKey> all() {
        return List.copyOf(keys);
    }

    @Override
    public void add(StoredSigningKey key) {
        if (keys.stream().anyMatch(known -> known.kid().equals(key.kid()))) {
            throw new IllegalStateException("kid exists");
        }
        keys.add(key);
    }

    /** Replaces the key of the same kid, as an operator who retires it would. */
    public void replace(StoredSigningKey key) {
        keys.removeIf(known -> known.kid().equals(key.kid()));
        keys.add(key);
    }
}
