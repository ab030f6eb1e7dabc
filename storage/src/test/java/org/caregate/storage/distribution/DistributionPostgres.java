package org.caregate.storage.distribution;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.caregate.database.DatabaseAddress;
import org.caregate.database.DatabaseLogin;
import org.caregate.database.DatabaseTransport;
import org.caregate.storage.DatabaseScript;
import org.caregate.testing.postgresql.PostgresCluster;
import org.caregate.testing.postgresql.ServerAuthority;
import org.junit.jupiter.api.Assumptions;

/** A cluster of the distribution's PostgreSQL with databases as an administrator makes them. */
public final class DistributionPostgres {
    public static final DatabaseLogin OWNER = new DatabaseLogin("caregate_owner", "owner's 'secret'");
    public static final DatabaseLogin RUNTIME = new DatabaseLogin("caregate", "runtime secret");
    public static final DatabaseLogin READER = new DatabaseLogin("caregate_reader", "reader secret");

    private final PostgresCluster cluster;
    private final ServerAuthority other;

    private DistributionPostgres(PostgresCluster cluster) {
        this.cluster = cluster;
        this.other = new ServerAuthority(cluster.folder(), "other-ca");
    }

    /** Leaves the tests out where there is none; with {@code CI=true} there has to be one. */
    public static void presentOrSkip() {
        Assumptions.assumeTrue(
                PostgresCluster.programs().isPresent() || "true".equals(System.getenv("CI")),
                "the distribution's PostgreSQL is not installed");
    }

    /** Starts one, which ends with this JVM. */
    public static DistributionPostgres start() {
        presentOrSkip();
        return new DistributionPostgres(PostgresCluster.start());
    }

    /** Starts it again with more settings, such as {@code fsync=off}. */
    public void restartWith(String... settings) {
        cluster.restartWith(settings);
    }

    /** Makes a database of that name by the script an administrator is given, run by {@code psql}. */
    public DatabaseAddress prepared(String database) {
        asSuperuser(
                "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)",
                "DROP ROLE IF EXISTS caregate_owner",
                "DROP ROLE IF EXISTS caregate",
                "DROP ROLE IF EXISTS caregate_reader");
        cluster.script(DatabaseScript.of(database, OWNER, RUNTIME, READER));
        return address("localhost", database, authorityFile());
    }

    /** An address as somebody might configure it. */
    public DatabaseAddress address(String host, String database, Path authority) {
        return new DatabaseAddress(
                "jdbc:postgresql://" + host + ":" + cluster.port() + "/" + database,
                new DatabaseTransport.Verified(authority),
                OWNER,
                RUNTIME,
                READER);
    }

    /** The authority that signed the server's certificate. */
    public Path authorityFile() {
        return cluster.authorityFile();
    }

    /** An authority that did not. */
    public Path otherAuthorityFile() {
        return other.certificate();
    }

    /** Runs statements as the superuser in that database. */
    public void asSuperuserIn(String database, String... statements) {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", PostgresCluster.SUPERUSER_PASSWORD);
        properties.setProperty("sslmode", "verify-full");
        properties.setProperty("sslrootcert", authorityFile().toString());
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://localhost:" + cluster.port() + "/" + database, properties);
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Runs statements as the superuser. */
    public void asSuperuser(String... statements) {
        asSuperuserIn("postgres", statements);
    }
}
