package org.caregate.authorization.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.caregate.registry.revocation.RevocationView;

/**
 * Clients, grants or people as they were last read, while the revocation version stands still and for five seconds at most. What rests on a
 * remembered one has to be confirmed with the version that the receipt of its entry carries: each change of the registry moves
 * that version on, so that a change counts at once (invariant 3).
 */
public final class Remembered<K, V> {
    private static final int MOST = 10_000;
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Function<K, Optional<V>> port;
    private final RevocationView revocations;
    private final Cache<K, Found<V>> known =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(LONGEST).build();

    private record Found<V>(V value, long version) {}

    /** Remembers what {@code port} finds; that there is none is never remembered. */
    public Remembered(Function<K, Optional<V>> port, RevocationView revocations) {
        this.port = port;
        this.revocations = revocations;
    }

    /** The value as far as this node knows; one that is not known is looked up. */
    public Optional<V> find(K key) {
        Found<V> remembered = known.getIfPresent(key);
        return remembered != null && remembered.version() == revocations.version()
                ? Optional.of(remembered.value())
                : findNow(key);
    }

    /** The value as the database has it now. */
    public Optional<V> findNow(K key) {
        long version = revocations.version(); // before the look-up: what is found is at least as new
        Optional<V> found = port.apply(key);
        found.ifPresentOrElse(value -> known.put(key, new Found<>(value, version)), () -> known.invalidate(key));
        return found;
    }

    /** Whether the value is still what was found, as of that version. */
    public boolean stillHolds(K key, V used, long version) {
        Found<V> remembered = known.getIfPresent(key);
        if (remembered != null && remembered.version() >= version) {
            return remembered.value().equals(used);
        }
        return findNow(key).filter(used::equals).isPresent();
    }
}
