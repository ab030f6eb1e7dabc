package org.caregate.crypto.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every signing key store must do; run by the in-memory one and by PostgreSQL's. */
public abstract class SigningKeyStoreContract {
    protected abstract SigningKeyStore store();

    private static StoredSigningKey key(String kid) {
        return new StoredSigningKey(
                kid, KeyUse.ACCESS_TOKEN, "{}", new byte[] {1, 2, 3}, Instant.parse("2026-01-01T00:00:00Z"), null);
    }

    @Test
    void addedKey_isRead_withEveryField() {
        SigningKeyStore store = store();
        store.add(key("k1"));
        assertThat(store.all())
                .filteredOn(stored -> stored.kid().equals("k1"))
                .singleElement()
                .usingRecursiveComparison()
                .isEqualTo(key("k1"));
    }

    @Test
    void sameKidTwice_isRefused() {
        SigningKeyStore store = store();
        store.add(key("k2"));
        assertThatThrownBy(() -> store.add(key("k2"))).isInstanceOf(RuntimeException.class);
    }

    @Test
    void othersOfTheUse_areRetired_butNeitherTheNewOneNorThoseOfAnotherUseNorEarlierOnes() {
        SigningKeyStore store = store();
        Instant from = Instant.parse("2026-02-01T00:00:00Z");
        store.add(key("r1"));
        store.add(key("r2"));
        store.add(new StoredSigningKey(
                "r3", KeyUse.ID_TOKEN, "{}", new byte[] {1}, Instant.parse("2026-01-01T00:00:00Z"), null));
        store.add(new StoredSigningKey(
                "r4",
                KeyUse.ACCESS_TOKEN,
                "{}",
                new byte[] {1},
                Instant.parse("2026-01-01T00:00:00Z"),
                from.minusSeconds(1)));

        assertThat(store.retireOthers(KeyUse.ACCESS_TOKEN, "r2", from)).isPositive();

        assertThat(retiredAt(store, "r1")).isEqualTo(from);
        assertThat(retiredAt(store, "r2")).isNull();
        assertThat(retiredAt(store, "r3")).isNull();
        assertThat(retiredAt(store, "r4")).isEqualTo(from.minusSeconds(1));
    }

    private static @Nullable Instant retiredAt(SigningKeyStore store, String kid) {
        return store.all().stream()
                .filter(key -> key.kid().equals(kid))
                .findFirst()
                .orElseThrow()
                .retiredAt();
    }
}
