package org.caregate.storage.registry;

import static org.caregate.storage.Columns.instant;
import static org.caregate.storage.Columns.text;
import static org.caregate.storage.Columns.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.caregate.registry.revocation.Revocation;
import org.caregate.registry.revocation.Revocation.Kind;
import org.caregate.registry.revocation.RevocationFeed;
import org.caregate.registry.revocation.Revocations;
import org.caregate.registry.transaction.Transactions;
import org.caregate.storage.Database;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@link Revocations} and their feed on PostgreSQL. The head's one row is locked from the update to the commit, so that versions become
 * visible in their order; a sequence would let a later one be seen first.
 */
public final class PostgresRevocations implements Revocations, RevocationFeed {
    private final JdbcClient jdbc;
    private final Transactions transactions;

    public PostgresRevocations(Database database) {
        this.jdbc = database.runtime();
        this.transactions = database.transactions();
    }

    @Override
    public long revoke(Kind kind, String value, Instant issuedUpTo, Instant expiresAt, String reason) {
        return jdbc.sql("""
                        WITH head AS (UPDATE revocation_head SET version = version + 1 RETURNING version)
                        INSERT INTO revocation (version, kind, value, issued_up_to, expires_at, reason)
                        SELECT version, :kind, :value, :issuedUpTo, :expiresAt, :reason FROM head
                        RETURNING version, pg_notify(:channel, '') -- a hint for nodes that listen, told by the commit
                        """)
                .param("channel", RevocationListener.CHANNEL)
                .param("kind", kind.name())
                .param("value", value)
                .param("issuedUpTo", timestamp(issuedUpTo))
                .param("expiresAt", timestamp(expiresAt))
                .param("reason", reason)
                .query((row, number) -> row.getLong("version"))
                .single();
    }

    @Override
    public long registryChanged() {
        return jdbc.sql("UPDATE revocation_head SET version = version + 1 RETURNING version, pg_notify(:channel, '')")
                .param("channel", RevocationListener.CHANNEL)
                .query((row, number) -> row.getLong("version"))
                .single();
    }

    @Override
    public Page read(long after) {
        return transactions.inTransaction(() -> {
            // A write that leaves no row behind: its commit has to reach the disk, and the standby where there is one,
            // which a
            // standby or a primary that was cut off cannot do.
            jdbc.sql("SELECT pg_logical_emit_message(true, 'caregate', 'fresh')")
                    .query(String.class)
                    .single();
            long head = jdbc.sql("SELECT version FROM revocation_head")
                    .query(Long.class)
                    .single();
            List<Revocation> revocations = jdbc.sql("""
                            SELECT * FROM revocation WHERE version > :after AND version <= :head AND expires_at > now()
                            ORDER BY version
                            """)
                    .param("after", after)
                    .param("head", head)
                    .query((row, number) -> revocation(row))
                    .list();
            return new Page(head, revocations);
        });
    }

    private static Revocation revocation(ResultSet row) throws SQLException {
        return new Revocation(
                row.getLong("version"),
                Kind.valueOf(text(row, "kind")),
                text(row, "value"),
                instant(row, "issued_up_to"),
                instant(row, "expires_at"),
                text(row, "reason"));
    }
}
