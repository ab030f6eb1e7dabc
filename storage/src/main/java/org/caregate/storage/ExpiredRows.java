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
 * Removes what is long over, so that no table of single-use things grows permanently: whole partitions of the tables that grow with machines'
 * requests, rows in bounded batches from the others (ADR 0015).
 *
 * <p>What tells a replay from a stranger's guess stays longer than it is valid: codes a day, refresh tokens a day, grants a month. Every
 * node may run it.
 */
public final class ExpiredRows implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExpiredRows.class);
    private static final int BATCH = 500;
    private static final int MOST_BATCHES = 200;

    private record Rule(String table, String key, String longOver) {
        String statement() {
            return "DELETE FROM " + table + " WHERE (" + key + ") IN (SELECT " + key + " FROM " + table
                    + " WHERE expires_at < now() - interval '" + longOver + "' ORDER BY expires_at LIMIT " + BATCH
                    + ")";
        }
    }

    private static final List<Rule> RULES = List.of(
            new Rule("pending_authorization", "id", "1 minute"),
            new Rule("assertion_id_default", "client, jti_sha256, expires_at", "5 minutes"),
            new Rule("authorization_code_default", "id, expires_at", "1 day"),
            new Rule("refresh_token", "id", "1 day"),
            new Rule("invitation", "id", "30 days"),
            new Rule("revocation_default", "version, expires_at", "1 hour"),
            new Rule("issued_grant", "id", "30 days"));

    private final JdbcClient jdbc;
    private final CountDownLatch closing = new CountDownLatch(1);

    private ExpiredRows(Database database) {
        this.jdbc = database.runtime();
    }

    /** Removes at once and then every now and then until closed. */
    public static ExpiredRows removedEvery(Duration pause, Database database) {
        ExpiredRows expired = new ExpiredRows(database);
        Thread.ofVirtual().name("expired-rows").start(() -> expired.removeUntilClosed(pause));
        return expired;
    }

    /**
     * Drops the partitions that are past and makes those that come, then removes rows of each table in batches of {@value #BATCH} until
     * none is left to remove, {@value #MOST_BATCHES} batches at most; says how many rows went one by one.
     */
    public static int remove(Database database) {
        return new ExpiredRows(database).remove();
    }

    private int remove() {
        keepPartitions();
        int removed = 0;
        for (Rule rule : RULES) {
            removed += remove(rule);
        }
        return removed;
    }

    private int remove(Rule rule) {
        int removed = 0;
        for (int batch = 0; batch < MOST_BATCHES && closing.getCount() > 0; batch++) {
            int gone = jdbc.sql(rule.statement()).update();
            removed += gone;
            if (gone < BATCH) {
                break;
            }
        }
        return removed;
    }

    /** One drop of each table a call, until nothing is left to change; NULL says that another node is at it or traffic holds a table. */
    private void keepPartitions() {
        int changed = 1;
        for (int call = 0; call < MOST_BATCHES && changed > 0; call++) {
            changed = jdbc.sql("SELECT coalesce(keep_partitions(), 0)")
                    .query(Integer.class)
                    .single();
        }
    }

    private void removeUntilClosed(Duration pause) {
        try {
            do {
                removeIfThereIsADatabase();
            } while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS));
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
