package org.caregate.storage;

import java.util.Arrays;
import java.util.Map;
import javax.sql.DataSource;
import org.caregate.database.DatabaseAddress;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/**
 * Brings the schema to the program's version by {@code db/migration}; never backwards. On a schema newer than the program it works
 * only if all that is newer was marked as an expansion, by a description that begins with {@code expand}: such a migration leaves the program
 * before it working (ADR 0016).
 *
 * <p>Two nodes may do so at once: Flyway lets one wait for the other.
 */
final class Migrations {
    private Migrations() {}

    static void migrate(DataSource owner, DatabaseAddress address) throws DatabaseRefusal {
        Flyway flyway = on(owner, address);
        try {
            refuseNewer(flyway);
            flyway.migrate();
        } catch (FlywayException failed) {
            throw new DatabaseRefusal(
                    "the database schema cannot be brought to this program's version: " + told(failed));
        }
    }

    /** For a program without the owner's password. */
    static void refuseUnlessCurrent(DataSource runtime, DatabaseAddress address) throws DatabaseRefusal {
        Flyway flyway = on(runtime, address);
        try {
            refuseNewer(flyway);
            MigrationInfo[] pending = flyway.info().pending();
            if (pending.length > 0) {
                throw new DatabaseRefusal("the database schema lacks " + pending.length
                        + " migrations of this program; run ./caregate database migrate where the owner's password is");
            }
        } catch (FlywayException failed) {
            throw new DatabaseRefusal("the database schema cannot be read by role "
                    + address.runtime().user() + "; run ./caregate database migrate where the owner's password is: "
                    + told(failed));
        }
    }

    private static Flyway on(DataSource dataSource, DatabaseAddress address) {
        return Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/migration")
                .schemas(Database.SCHEMA)
                .defaultSchema(Database.SCHEMA)
                .table("schema_history")
                .cleanDisabled(true)
                .placeholders(Map.of(
                        "runtime", quoted(address.runtime().user()),
                        "reader", quoted(address.reader().user())))
                .load();
    }

    private static void refuseNewer(Flyway flyway) throws DatabaseRefusal {
        var newer = Arrays.stream(flyway.info().applied())
                .filter(applied -> applied.getState().name().startsWith("FUTURE"))
                .filter(applied -> !isExpansion(applied))
                .map(MigrationInfo::getVersion)
                .findFirst();
        if (newer.isPresent()) {
            throw new DatabaseRefusal("the database schema (" + newer.get()
                    + ") is newer than this program; start the program that wrote it");
        }
    }

    /** Failed ones are not: what they left is unknown. */
    private static boolean isExpansion(MigrationInfo applied) {
        String description = applied.getDescription();
        return applied.getState() == MigrationState.FUTURE_SUCCESS
                && description != null
                && description.startsWith("expand ");
    }

    private static String told(FlywayException failed) {
        return firstLine(failed) + (failed.getCause() == null ? "" : ": " + firstLine(failed.getCause()));
    }

    private static String firstLine(Throwable failed) {
        return String.valueOf(failed.getMessage()).lines().findFirst().orElse("");
    }

    private static String quoted(String role) {
        return '"' + role.replace("\"", "\"\"") + '"';
    }
}
