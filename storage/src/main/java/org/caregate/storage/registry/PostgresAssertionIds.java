package org.caregate.storage.registry;

import static org.caregate.storage.Columns.key;
import static org.caregate.storage.Columns.timestamp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.caregate.protocol.ClientId;
import org.caregate.registry.assertion.AssertionIds;
import org.caregate.registry.transaction.Consumption;
import org.caregate.storage.Database;
import org.caregate.storage.Together;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * {@link AssertionIds} on PostgreSQL, in partitions by expiry (ADR 0015): a lock on the id decides a race, whatever expiry comes with it,
 * and the second one waits for the first one's commit.
 */
public final class PostgresAssertionIds implements AssertionIds {
    private static final int MOST_TOGETHER = 256;

    /** In the order of the ids, so that no two nodes wait for one another. */
    private static final Comparator<Use> ORDER =
            Comparator.comparing(Use::client).thenComparing(Use::jtiSha256, Arrays::compareUnsigned);

    private final JdbcClient jdbc;
    private final Together<Use, Consumption> together = new Together<>(this::consumeAll, MOST_TOGETHER);

    public PostgresAssertionIds(Database database) {
        this.jdbc = database.runtime();
    }

    private record Use(String client, byte[] jtiSha256, Instant expiresAt) {}

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

    @Override
    public Consumption consumeAlone(ClientId client, String jti, Instant expiresAt) {
        return together.run(new Use(key(client.value()), sha256(jti), expiresAt));
    }

    /** One statement, and so one commit: of equal ids only the first is consumed. */
    private List<Consumption> consumeAll(List<Use> uses) {
        List<Integer> order = IntStream.range(0, uses.size())
                .boxed()
                .sorted((one, other) -> ORDER.compare(uses.get(one), uses.get(other)))
                .toList();
        List<Consumption> consumed = jdbc.sql("""
                        SELECT consume_assertion_id(client, jti, expires_at)
                        FROM unnest(?, ?, ?) WITH ORDINALITY AS used (client, jti, expires_at, number) ORDER BY number
                        """)
                .param(array("text", order.stream().map(i -> uses.get(i).client())))
                .param(new SqlArrayValue("bytea", (Object[])
                        order.stream().map(i -> uses.get(i).jtiSha256()).toArray(byte[][]::new)))
                .param(array(
                        "timestamptz",
                        order.stream().map(i -> uses.get(i).expiresAt().toString())))
                .query((row, number) -> row.getBoolean(1) ? Consumption.CONSUMED : Consumption.ALREADY_CONSUMED)
                .list();
        Consumption[] results = new Consumption[uses.size()];
        for (int i = 0; i < results.length; i++) {
            results[order.get(i)] = consumed.get(i);
        }
        return List.of(results);
    }

    private static SqlArrayValue array(String type, Stream<?> values) {
        return new SqlArrayValue(type, values.toArray());
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
