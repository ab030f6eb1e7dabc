package org.caregate.crypto.signing;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

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

    @Override
    public int retireOthers(KeyUse use, String kid, Instant from) {
        List<StoredSigningKey> before = all();
        keys.replaceAll(key -> {
            Instant retired = key.retiredAt();
            return key.use() == use && !key.kid().equals(kid) && (retired == null || retired.isAfter(from))
                    ? new StoredSigningKey(
                            key.kid(), key.use(), key.publicJwk(), key.sealedPrivateJwk(), key.activeFrom(), from)
                    : key;
        });
        List<StoredSigningKey> after = all();
        return (int) IntStream.range(0, after.size())
                .filter(i ->
                        !Objects.equals(before.get(i).retiredAt(), after.get(i).retiredAt()))
                .count();
    }

    /** Replaces the key of the same kid, as an operator who retires it would. */
    public void replace(StoredSigningKey key) {
        keys.removeIf(known -> known.kid().equals(key.kid()));
        keys.add(key);
    }
}
