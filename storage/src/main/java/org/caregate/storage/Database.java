package org.caregate.storage;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.caregate.database.DatabaseAddress;
import org.caregate.database.DatabaseLogin;
import org.caregate.registry.transaction.Transactions;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;

/**
 * The one database of a deployment: checked for durability, migrated, and open under three roles of least privilege (ADR 0006).
 *
 * <p>When the database is lost later, calls fail within seconds with Spring's {@code DataAccessException} or
 * {@code TransactionException}, and succeed again once it is back.
 */
public final class Database implements AutoCloseable {
    static final String SCHEMA = "caregate";

    private static final int FILLER_BYTES = 16 * 1024;

    private final @Nullable HikariDataSource owner;
    private final HikariDataSource runtimePool;
    private final DataSource runtime;
    private final HikariDataSource reader;
    private final JdbcClient runtimeClient;
    private final JdbcClient readerClient;
    private final Transactions transactions;

    private Database(DatabaseAddress address) {
        this.owner = address.owner() == null ? null : Pools.owner(address, address.owner());
        this.runtimePool = Pools.runtime(address);
        this.runtime = new PromptDataSource(runtimePool);
        this.reader = Pools.reader(address);
        this.runtimeClient = JdbcClient.create(runtime);
        this.readerClient = JdbcClient.create(reader);
        this.transactions = new SpringTransactions(runtime);
    }

    /**
     * Opens it, or says why not; a database that may lose acknowledged commits is refused before anything is written to it. With an
     * owner the schema is brought to this program's version, without one it has to be there.
     */
    public static DatabaseStart open(DatabaseAddress address) {
        Database database = null;
        try {
            DatabaseLogin owner = address.owner();
            if (owner != null) {
                try (Connection connection = connect(address, owner)) {
                    DurabilityCheck.check(connection);
                    DatabaseRoles.prepare(connection, address);
                }
            }
            database = new Database(address);
            check(address, address.runtime());
            if (database.owner == null) {
                Migrations.refuseUnlessCurrent(database.runtime, address);
            } else {
                Migrations.migrate(database.owner, address);
            }
            check(address, address.reader());
            return new DatabaseStart.Opened(database);
        } catch (DatabaseRefusal refusal) {
            close(database);
            return new DatabaseStart.Refused(refusal.line());
        } catch (SQLException failed) {
            close(database);
            return new DatabaseStart.Refused("the database cannot be used: " + failed.getMessage());
        }
    }

    /** For all work but the log's reading, with autocommit outside {@link #transactions()}. */
    public JdbcClient runtime() {
        return runtimeClient;
    }

    /** What {@link #runtime()} works on. */
    public DataSource runtimeDataSource() {
        return runtime;
    }

    /** The pool itself, for its measures. */
    public HikariDataSource runtimePool() {
        return runtimePool;
    }

    /**
     * Writes a row and commits it: a database that only reads, or whose disk is full, is not ready.
     *
     * @throws DataAccessException when it cannot be written
     */
    public void proveWritable() {
        byte[] filler = new byte[FILLER_BYTES];
        ThreadLocalRandom.current().nextBytes(filler); // no secret: nothing compresses it
        runtimeClient
                .sql("INSERT INTO write_proof (id, at, filler) VALUES (1, now(), :filler)"
                        + " ON CONFLICT (id) DO UPDATE SET at = excluded.at, filler = excluded.filler")
                .param("filler", filler)
                .update();
    }

    /** For searching and verifying the log: it may select there and nothing else. */
    public JdbcClient reader() {
        return readerClient;
    }

    /** The pool behind {@link #reader()}. */
    public DataSource readerDataSource() {
        return reader;
    }

    /** Whether it was opened with the owner. */
    public boolean hasOwner() {
        return owner != null;
    }

    /**
     * For migrations, and to destroy data keys of the log.
     *
     * @throws IllegalStateException when it was opened without the owner
     */
    public DataSource ownerDataSource() {
        if (owner == null) {
            throw new IllegalStateException("the database was opened without its owner");
        }
        return owner;
    }

    /** Transactions in which {@link #runtime()} takes part. */
    public Transactions transactions() {
        return transactions;
    }

    /** Whether a failed call says that the database cannot be reached or has no connection or time for us: it will pass by itself. */
    public static boolean isAway(RuntimeException failed) {
        return failed instanceof TransactionException
                || failed instanceof TransientDataAccessException
                || failed instanceof DataAccessResourceFailureException
                || failed instanceof RecoverableDataAccessException;
    }

    private static void check(DatabaseAddress address, DatabaseLogin login) throws SQLException, DatabaseRefusal {
        try (Connection connection = connect(address, login)) {
            DurabilityCheck.check(connection);
            DatabaseRoles.refusePowerful(connection);
        }
    }

    private static Connection connect(DatabaseAddress address, DatabaseLogin login)
            throws SQLException, DatabaseRefusal {
        Properties properties = new Properties();
        properties.setProperty("user", login.user());
        properties.setProperty("password", login.password());
        properties.putAll(address.transport().properties());
        properties.setProperty("requireAuth", "scram-sha-256");
        properties.setProperty("targetServerType", "primary");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "10");
        properties.setProperty("socketTimeout", "60");
        try {
            return DriverManager.getConnection(address.url(), properties);
        } catch (SQLException failed) {
            throw new DatabaseRefusal(
                    "role " + login.user() + " cannot connect to the database: " + ConnectionTrouble.told(failed));
        }
    }

    private static void close(@Nullable Database database) {
        if (database != null) {
            database.close();
        }
    }

    @Override
    public void close() {
        reader.close();
        runtimePool.close();
        if (owner != null) {
            owner.close();
        }
    }
}
