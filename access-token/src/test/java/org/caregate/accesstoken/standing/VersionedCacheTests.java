package org.caregate.accesstoken.standing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.caregate.accesstoken.TestTokens;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.revocation.InMemoryRevocations;
import org.caregate.registry.revocation.RevocationView;
import org.caregate.testing.MutableClock;
import org.junit.jupiter.api.Test;

/** A value is read again as soon as the revocation version moves on. */
class VersionedCacheTests {
    private final MutableClock clock = MutableClock.at(TestTokens.NOW);
    private final InMemoryRevocations revocations = new InMemoryRevocations(new InMemoryTransactions(), clock);
    private final RevocationView view = new RevocationView(revocations, clock, System::nanoTime, Duration.ofSeconds(5));
    private final Map<String, String> stored = new HashMap<>(Map.of("a", "one"));
    private int reads;
    private final VersionedCache<String, String> cache = new VersionedCache<>(this::read, view);

    private Optional<String> read(String key) {
        reads++;
        return Optional.ofNullable(stored.get(key));
    }

    @Test
    void valueIsReadOnce_whileTheVersionStandsStill() {
        cache.find("a");
        stored.put("a", "two");
        assertThat(cache.find("a")).contains("one");
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void valueIsReadAgain_whenTheVersionMovedOn() {
        cache.find("a");
        stored.put("a", "two");
        revocations.registryChanged();
        view.refresh();
        assertThat(cache.find("a")).contains("two");
    }

    @Test
    void valueThatIsNotThere_isLookedForEachTime() {
        assertThat(cache.find("b")).isEmpty();
        stored.put("b", "new");
        assertThat(cache.find("b")).contains("new");
    }

    @Test
    void removedValue_isForgottenWhenItIsReadNow() {
        cache.find("a");
        stored.remove("a");
        assertThat(cache.findNow("a")).isEmpty();
        assertThat(cache.find("a")).isEmpty();
    }

    @Test
    void stillHolds_trustsTheCacheOnlyUpToItsVersion() {
        view.refresh();
        long version = view.version();
        cache.find("a");
        stored.put("a", "two");
        assertThat(cache.stillHolds("a", "one", version)).isTrue();
        assertThat(cache.stillHolds("a", "one", version + 1)).isFalse();
        assertThat(cache.stillHolds("a", "two", version + 1)).isTrue();
        stored.remove("a");
        assertThat(cache.stillHolds("a", "two", version + 2)).isFalse();
    }
}
