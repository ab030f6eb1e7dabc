package org.caregate.storage.identity;

import static org.caregate.storage.Columns.instant;
import static org.caregate.storage.Columns.key;
import static org.caregate.storage.Columns.timestamp;

import java.time.Instant;
import java.util.Optional;
import org.caregate.identity.throttle.AttemptCount;
import org.caregate.identity.throttle.AttemptCounters;
import org.caregate.storage.Database;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@link AttemptCounters} on PostgreSQL: a count moves on only from the number its caller saw. */
public final class PostgresAttemptCounters implements AttemptCounters {
    private final JdbcClient jdbc;

    public PostgresAttemptCounters(Database database) {
        this.jdbc = database.runtime();
    }

    @Override
    public Optional<AttemptCount> find(String key) {
        return jdbc.sql("SELECT * FROM attempt_counter WHERE key = :key")
                .param("key", key(key))
                .query((row, number) -> new AttemptCount(
                        row.getInt("attempts"), instant(row, "last_at"), instant(row, "blocked_until")))
                .optional();
    }

    @Override
    public boolean advance(String key, int expected, AttemptCount next) {
        String sql = expected == 0 ? """
                INSERT INTO attempt_counter (key, attempts, last_at, blocked_until)
                VALUES (:key, :attempts, :lastAt, :blockedUntil) ON CONFLICT DO NOTHING
                """ : """
                UPDATE attempt_counter SET attempts = :attempts, last_at = :lastAt, blocked_until = :blockedUntil
                WHERE key = :key AND attempts = :expected
                """;
        return jdbc.sql(sql)
                        .param("key", key(key))
                        .param("expected", expected)
                        .param("attempts", next.attempts())
                        .param("lastAt", timestamp(next.lastAt()))
                        .param("blockedUntil", timestamp(next.blockedUntil()))
                        .update()
                == 1;
    }

    @Override
    public void reset(String key) {
        jdbc.sql("DELETE FROM attempt_counter WHERE key = :key")
                .param("key", key(key))
                .update();
    }

    @Override
    public int removeLastCountedBefore(String kind, Instant then) {
        return jdbc.sql("DELETE FROM attempt_counter WHERE last_at < :then AND starts_with(key, :kind)")
                .param("kind", kind + ":")
                .param("then", timestamp(then))
                .update();
    }
}
