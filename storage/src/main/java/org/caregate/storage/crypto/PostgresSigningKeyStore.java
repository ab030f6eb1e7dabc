package org.caregate.storage.crypto;

import static org.caregate.storage.Columns.bytes;
import static org.caregate.storage.Columns.instant;
import static org.caregate.storage.Columns.instantOrNull;
import static org.caregate.storage.Columns.text;
import static org.caregate.storage.Columns.timestamp;
import static org.caregate.storage.Columns.timestampOrNull;

import java.time.Instant;
import java.util.List;
import org.caregate.crypto.signing.KeyUse;
import org.caregate.crypto.signing.SigningKeyStore;
import org.caregate.crypto.signing.StoredSigningKey;
import org.caregate.storage.Database;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@link SigningKeyStore} on PostgreSQL, where private keys are only ever sealed. */
public final class PostgresSigningKeyStore implements SigningKeyStore {
    private final JdbcClient jdbc;

    public PostgresSigningKeyStore(Database database) {
        this.jdbc = database.runtime();
    }

    @Override
    public List<StoredSigningKey> all() {
        return jdbc.sql("SELECT * FROM signing_key ORDER BY active_from, kid")
                .query((row, number) -> new StoredSigningKey(
                        text(row, "kid"),
                        KeyUse.valueOf(text(row, "key_use")),
                        text(row, "public_jwk"),
                        bytes(row, "sealed_private_jwk"),
                        instant(row, "active_from"),
                        instantOrNull(row, "retired_at")))
                .list();
    }

    @Override
    public int retireOthers(KeyUse use, String kid, Instant from) {
        return jdbc.sql("""
                        UPDATE signing_key SET retired_at = :from
                        WHERE key_use = :use AND kid <> :kid AND (retired_at IS NULL OR retired_at > :from)
                        """)
                .param("from", timestamp(from))
                .param("use", use.name())
                .param("kid", kid)
                .update();
    }

    @Override
    public void add(StoredSigningKey key) {
        jdbc.sql("""
                        INSERT INTO signing_key (kid, key_use, public_jwk, sealed_private_jwk, active_from, retired_at)
                        VALUES (:kid, :use, :publicJwk, :sealed, :activeFrom, :retiredAt)
                        """)
                .param("kid", key.kid())
                .param("use", key.use().name())
                .param("publicJwk", key.publicJwk())
                .param("sealed", key.sealedPrivateJwk())
                .param("activeFrom", timestamp(key.activeFrom()))
                .param("retiredAt", timestampOrNull(key.retiredAt()))
                .update();
    }
}
