package org.caregate.storage;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;

/**
 * Removes rows whose time is long over, a bounded number at a time, so that no table of single-use things grows for ever.
 *
 * <p>What tells a replay from a stranger's guess stays longer than it is valid: codes a day, refresh tokens a day, grants a month. Every
 * node may run it.
 */
public final class ExpiredRows implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExpiredRows.class);
    private static final int BATCH = 500;

    private record Rule(String table, String key, String longOver) {
        String statement() {
            return "DELETE FROM " + table + " WHERE (" + key + ") IN (SELECT " + key + " FROM " + table
                    + " WHERE expires_at < now() - interval '" + longOver + "' ORDER BY expires_at LIMIT " + BATCH
                    + ")";
        }
    }

    private static final List<Rule> RULES = List.of(
            new Rule("pending_authorization", "id", "1 minute"),
            new Rule("assertion_id", "client, jti_sha256", "5 minutes"),
            new Rule("authorization_code", "id", "1 day"),
            new Rule("refresh_token", "id", "1 day"),
            new Rule("invitation", "id", "30 days"),
            new Rule("revocation", "version", "1 hour"),
            new Rule("issued_grant", "id", "30 days"));

    private final JdbcClient jdbc;
    private final CountDownLatch closing = new CountDownLatch(1);

    private ExpiredRows(Database database) {
        this.jdbc = database.runtime();
    }

    /** Removes some every now and then until closed. */
    public static ExpiredRows removedEvery(Duration pause, Database database) {
        ExpiredRows expired = new ExpiredRows(database);
        Thread.ofVirtual().name("expired-rows").start(() -> expired.removeUntilClosed(pause));
        return expired;
    }

    /** Removes at most {@value #BATCH} rows of each table; says how many went. */
    public static int remove(Database database) {
        return new ExpiredRows(database).remove();
    }

    private int remove() {
        int removed = 0;
        for (Rule rule : RULES) {
            removed += jdbc.sql(rule.statement()).update();
        }
        return removed;
    }

    private void removeUntilClosed(Duration pause) {
        try {
            while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                removeIfThereIsADatabase();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void removeIfThereIsADatabase() {
        try {
            remove();
        } catch (DataAccessException | TransactionException notNow) {
            LOG.warn("Expired rows could not be removed this time");
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
