package org.caregate.crypto.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
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
}
