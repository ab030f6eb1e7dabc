package org.caregate.storage.registry;

import static org.caregate.storage.Columns.key;
import static org.caregate.storage.Columns.timestamp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import org.caregate.protocol.ClientId;
import org.caregate.registry.Consumption;
import org.caregate.registry.assertion.AssertionIds;
import org.caregate.storage.Database;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@link AssertionIds} on PostgreSQL: the primary key decides a race, and the second insert waits for the first one's commit. */
public final class PostgresAssertionIds implements AssertionIds {
    private final JdbcClient jdbc;

    public PostgresAssertionIds(Database database) {
        this.jdbc = database.runtime();
    }

    @Override
    public Consumption consume(ClientId client, String jti, Instant expiresAt) {
        int inserted = jdbc.sql("""
                        INSERT INTO assertion_id (client, jti_sha256, expires_at) VALUES (:client, :jti, :expiresAt)
                        ON CONFLICT DO NOTHING
                        """)
                .param("client", key(client.value()))
                .param("jti", sha256(jti))
                .param("expiresAt", timestamp(expiresAt))
                .update();
        return inserted == 1 ? Consumption.CONSUMED : Consumption.ALREADY_CONSUMED;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
