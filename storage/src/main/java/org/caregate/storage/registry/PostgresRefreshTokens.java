package org.caregate.storage.registry;

import static org.caregate.storage.Columns.instant;
import static org.caregate.storage.Columns.instantOrNull;
import static org.caregate.storage.Columns.key;
import static org.caregate.storage.Columns.text;
import static org.caregate.storage.Columns.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.registry.credential.StoredCredential;
import org.caregate.registry.refresh.RefreshToken;
import org.caregate.registry.refresh.RefreshTokens;
import org.caregate.registry.transaction.Transactions;
import org.caregate.storage.Database;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@link RefreshTokens} on PostgreSQL.
 *
 * <p>Whatever changes a token locks its family's row first: a successor is never added to a family that is being revoked, and a repeat
 * never passes a use of the successor. {@code clock_timestamp()}, not the transaction's beginning, measures the window.
 */
public final class PostgresRefreshTokens implements RefreshTokens {
    private final JdbcClient jdbc;
    private final Transactions transactions;

    public PostgresRefreshTokens(Database database) {
        this.jdbc = database.runtime();
        this.transactions = database.transactions();
    }

    @Override
    public void add(RefreshToken first) {
        transactions.inTransaction(() -> {
            jdbc.sql("INSERT INTO refresh_token_family (id, grant_id, client) VALUES (:id, :grant, :client)")
                    .param("id", first.family())
                    .param("grant", first.grant().value())
                    .param("client", first.client().value())
                    .update();
            insert(first);
        });
    }

    @Override
    public Optional<RefreshToken> find(String id) {
        return jdbc.sql("""
                        SELECT token.*, family.grant_id, family.client, family.revoked
                        FROM refresh_token token JOIN refresh_token_family family ON family.id = token.family
                        WHERE token.id = :id
                        """)
                .param("id", key(id))
                .query((row, number) -> token(row))
                .optional();
    }

    @Override
    public boolean rotate(String id, RefreshToken successor) {
        return transactions.inTransaction(() -> {
            if (!lockLiveFamilyOf(id)) {
                return false;
            }
            int used = jdbc.sql("""
                            UPDATE refresh_token SET used_at = clock_timestamp(), successor = :successor
                            WHERE id = :id AND used_at IS NULL AND family = :family
                            """)
                    .param("successor", successor.id())
                    .param("id", key(id))
                    .param("family", successor.family())
                    .update();
            if (used == 1) {
                insert(successor);
            }
            return used == 1;
        });
    }

    @Override
    public boolean repeat(String id, Duration window) {
        return transactions.inTransaction(() -> lockLiveFamilyOf(id)
                && jdbc.sql("""
                                        UPDATE refresh_token token SET repeated = true
                                        WHERE id = :id AND used_at IS NOT NULL AND NOT repeated
                                          AND clock_timestamp() <= used_at + :millis * interval '1 millisecond'
                                          AND EXISTS (SELECT 1 FROM refresh_token next
                                                      WHERE next.id = token.successor AND next.used_at IS NULL)
                                        """)
                                .param("id", key(id))
                                .param("millis", window.toMillis())
                                .update()
                        == 1);
    }

    @Override
    public boolean extend(String id, Instant expiresAt) {
        return transactions.inTransaction(() -> lockLiveFamilyOf(id)
                && jdbc.sql("UPDATE refresh_token SET expires_at = :expiresAt WHERE id = :id AND used_at IS NULL")
                                .param("expiresAt", timestamp(expiresAt))
                                .param("id", key(id))
                                .update()
                        == 1);
    }

    @Override
    public boolean revokeFamily(String family) {
        return jdbc.sql("UPDATE refresh_token_family SET revoked = true WHERE id = :family AND NOT revoked")
                        .param("family", key(family))
                        .update()
                == 1;
    }

    private boolean lockLiveFamilyOf(String id) {
        return jdbc.sql("""
                        SELECT family.id FROM refresh_token_family family JOIN refresh_token token ON token.family = family.id
                        WHERE token.id = :id AND NOT family.revoked FOR UPDATE OF family
                        """).param("id", key(id)).query(String.class).optional().isPresent();
    }

    private void insert(RefreshToken token) {
        jdbc.sql("""
                        INSERT INTO refresh_token (id, key_version, hash, family, generation, issued_at, expires_at)
                        VALUES (:id, :keyVersion, :hash, :family, :generation, :issuedAt, :expiresAt)
                        """)
                .param("id", token.id())
                .param("keyVersion", token.credential().keyVersion())
                .param("hash", token.credential().hash())
                .param("family", token.family())
                .param("generation", token.generation())
                .param("issuedAt", timestamp(token.issuedAt()))
                .param("expiresAt", timestamp(token.expiresAt()))
                .update();
    }

    private static RefreshToken token(ResultSet row) throws SQLException {
        return RefreshToken.builder()
                .id(text(row, "id"))
                .credential(new StoredCredential(row.getInt("key_version"), text(row, "hash")))
                .family(text(row, "family"))
                .generation(row.getInt("generation"))
                .grant(new GrantId(text(row, "grant_id")))
                .client(new ClientId(text(row, "client")))
                .issuedAt(instant(row, "issued_at"))
                .expiresAt(instant(row, "expires_at"))
                .usedAt(instantOrNull(row, "used_at"))
                .successor(row.getString("successor"))
                .repeated(row.getBoolean("repeated"))
                .revoked(row.getBoolean("revoked"))
                .build();
    }
}
