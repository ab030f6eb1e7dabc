package org.caregate.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Connections that let an answer be late by five seconds at most when the database is lost. A statement waits for the server so long and no
 * longer, and the thread that has just waited for a connection in vain is refused at once for a moment: an answer that needs several waits
 * once, not once for each. Exchanges run on virtual threads of their own, so none pays for another's bad luck; work in the background has the
 * pool's own, longer limit.
 */
final class PromptDataSource extends AbstractDataSource {
    static final Duration MOMENT = Duration.ofSeconds(2);
    static final Duration STATEMENT = Duration.ofSeconds(3);

    private final DataSource pool;
    private final LongSupplier nanos;
    private final ThreadLocal<@Nullable Long> lost = new ThreadLocal<>();

    PromptDataSource(DataSource pool) {
        this(pool, System::nanoTime);
    }

    PromptDataSource(DataSource pool, LongSupplier nanos) {
        this.pool = pool;
        this.nanos = nanos;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Long when = lost.get();
        if (when != null) {
            if (nanos.getAsLong() - when < MOMENT.toNanos()) {
                throw new SQLTransientConnectionException("the database was not reached a moment ago");
            }
            lost.remove();
        }
        try {
            return bounded(pool.getConnection());
        } catch (SQLTransientConnectionException notReached) {
            lost.set(nanos.getAsLong());
            throw notReached;
        }
    }

    /** The pool gives the connection its own limit back. */
    private static Connection bounded(Connection connection) throws SQLException {
        if (!Thread.currentThread().isVirtual()) {
            return connection;
        }
        try {
            connection.setNetworkTimeout(Runnable::run, (int) STATEMENT.toMillis());
            return connection;
        } catch (SQLException broken) {
            connection.close();
            throw broken;
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLException("connections are of the pool's own user");
    }
}
