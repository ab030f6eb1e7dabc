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

/**
 * {@link AssertionIds} on PostgreSQL, in partitions by expiry (ADR 0015): a lock on the id decides a race, whatever expiry comes with it,
 * and the second one waits for the first one's commit.
 */
public final class PostgresAssertionIds implements AssertionIds {
    private final JdbcClient jdbc;

    public PostgresAssertionIds(Database database) {
        this.jdbc = database.runtime();
    }

    @Override
    public Consumption consume(ClientId client, String jti, Instant expiresAt) {
        boolean consumed = jdbc.sql("SELECT consume_assertion_id(:client, :jti, :expiresAt)")
                .param("client", key(client.value()))
                .param("jti", sha256(jti))
                .param("expiresAt", timestamp(expiresAt))
                .query(Boolean.class)
                .single();
        return consumed ? Consumption.CONSUMED : Consumption.ALREADY_CONSUMED;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
