package org.caregate.storage;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.caregate.bundledpostgresql.BundledPostgres;
import org.caregate.bundledpostgresql.TestCluster;
import org.caregate.database.DatabaseAddress;
import org.caregate.storage.distribution.DistributionPostgres;

/**
 * A migrated database for one test class: {@code static final Database DATABASE = TestDatabase.fresh();}
 *
 * <p>One bundled PostgreSQL runs per JVM, started at first use, with the program's own durable settings; each call copies its migrated
 * template. Nothing has to be closed: all of it goes when the JVM ends. With the system property {@code caregate.test.database} set to
 * {@code distribution} it is the distribution's PostgreSQL, over TLS.
 */
public final class TestDatabase {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Server SERVER =
            "distribution".equals(System.getProperty("caregate.test.database")) ? distribution() : bundled();

    /** Where the databases are made, with the statements of its superuser. */
    private record Server(DatabaseAddress address, Consumer<String[]> asSuperuser) {}

    private TestDatabase() {}

    /** A new database with all migrations applied and nothing in it. */
    public static Database fresh() {
        return open(freshAddress());
    }

    /** The address of a new database with all migrations applied. */
    public static DatabaseAddress freshAddress() {
        return copyOf("caregate");
    }

    /** The address of a new database without a schema. */
    public static DatabaseAddress emptyAddress() {
        return copyOf("template1");
    }

    /** Runs statements as the superuser. */
    public static void asSuperuser(String... statements) {
        SERVER.asSuperuser().accept(statements);
    }

    /** Runs a statement as the owner, who may what the runtime role may not. */
    public static void asOwner(Database database, String sql) {
        try (var connection = database.ownerDataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Opens the database or fails the test with the line of the refusal. */
    public static Database open(DatabaseAddress address) {
        return switch (Database.open(address)) {
            case DatabaseStart.Opened opened -> opened.database();
            case DatabaseStart.Refused refused -> throw new AssertionError(refused.line());
        };
    }

    private static synchronized DatabaseAddress copyOf(String template) {
        String name = "test" + NUMBER.incrementAndGet();
        DatabaseAddress all = SERVER.address();
        asSuperuser("CREATE DATABASE " + name + " TEMPLATE " + template + " OWNER "
                + Objects.requireNonNull(all.owner()).user());
        return new DatabaseAddress(
                all.url().replaceAll("/[^/]*$", "/" + name), all.transport(), all.owner(), all.runtime(), all.reader());
    }

    private static Server bundled() {
        Path folder = TestCluster.newFolder();
        BundledPostgres postgres = TestCluster.startIn(folder);
        Runtime.getRuntime().addShutdownHook(new Thread(postgres::close));
        open(postgres.address()).close();
        return new Server(
                postgres.address(), statements -> TestCluster.asSuperuser(folder, postgres.address(), statements));
    }

    private static Server distribution() {
        DistributionPostgres postgres = DistributionPostgres.start();
        DatabaseAddress address = postgres.prepared("caregate");
        open(address).close();
        return new Server(address, postgres::asSuperuser);
    }
}
