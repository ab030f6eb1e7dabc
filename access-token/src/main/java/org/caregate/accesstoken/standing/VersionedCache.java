package org.caregate.accesstoken.standing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.caregate.registry.revocation.RevocationView;

/**
 * Clients, grants or people as they were last read, while the revocation version stands still and for five seconds at most. What rests on a
 * cached one has to be confirmed with the version that the receipt of its entry carries: each change of the registry moves
 * that version on, so that a change counts at once (invariant 3).
 */
public final class VersionedCache<K, V> {
    private static final int CAPACITY = 10_000;
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Function<K, Optional<V>> port;
    private final RevocationView revocations;
    private final Cache<K, Found<V>> known = Caffeine.newBuilder()
            .maximumSize(CAPACITY)
            .expireAfterWrite(LONGEST)
            .build();

    private record Found<V>(Optional<V> value, long version) {}

    /** Caches what {@code port} finds; that there is none is never cached. */
    public VersionedCache(Function<K, Optional<V>> port, RevocationView revocations) {
        this.port = port;
        this.revocations = revocations;
    }

    /** The value as far as this node knows; one that is not known is looked up. */
    public Optional<V> find(K key) {
        Found<V> found = known.getIfPresent(key);
        return found != null && found.version() == revocations.version() ? found.value() : findNow(key);
    }

    /** The value as the database has it now. */
    public Optional<V> findNow(K key) {
        long version = revocations.version(); // before the look-up: what is found is at least as new
        Optional<V> value = port.apply(key);
        if (value.isPresent()) {
            known.put(key, new Found<>(value, version));
        } else {
            known.invalidate(key);
        }
        return value;
    }

    /** Whether the value is still what was found, as of that version. */
    public boolean stillHolds(K key, V used, long version) {
        Found<V> found = known.getIfPresent(key);
        Optional<V> value = found != null && found.version() >= version ? found.value() : findNow(key);
        return value.filter(used::equals).isPresent();
    }
}
