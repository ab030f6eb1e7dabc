package org.caregate.storage;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.caregate.storage.bundled.BundledPostgres;
import org.caregate.storage.bundled.TestCluster;

/**
 * A migrated database for one test class: {@code static final Database DATABASE = TestDatabase.fresh();}
 *
 * <p>One bundled PostgreSQL runs per JVM, started at first use, with the program's own durable settings; each call copies its migrated
 * template. Nothing has to be closed: all of it goes when the JVM ends.
 */
public final class TestDatabase {
    private static final Path FOLDER = TestCluster.newFolder();
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final BundledPostgres POSTGRES = started();

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
        TestCluster.asSuperuser(FOLDER, POSTGRES.address(), statements);
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
        DatabaseAddress all = POSTGRES.address();
        asSuperuser("CREATE DATABASE " + name + " TEMPLATE " + template + " OWNER "
                + all.owner().user());
        return new DatabaseAddress(
                all.url().replaceAll("/[^/]*$", "/" + name), all.owner(), all.runtime(), all.reader());
    }

    private static BundledPostgres started() {
        BundledPostgres postgres = TestCluster.startIn(FOLDER);
        Runtime.getRuntime().addShutdownHook(new Thread(postgres::close));
        open(postgres.address()).close();
        return postgres;
    }
}
