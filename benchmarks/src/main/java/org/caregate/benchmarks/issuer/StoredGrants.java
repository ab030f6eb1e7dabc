package org.caregate.benchmarks.issuer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.caregate.benchmarks.load.CaregateProgram;
import org.caregate.bundledpostgresql.BundledPostgres;
import org.caregate.database.DatabaseAddress;
import org.caregate.database.DatabaseLogin;

/** Fills the table of grants, as years of use would. */
final class StoredGrants {
    private StoredGrants() {}

    private static DatabaseAddress address(CaregateProgram caregate) {
        try {
            return BundledPostgres.running(caregate.data()).orElseThrow();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Copies a grant that is there so many times, under other ids. */
    static void add(CaregateProgram caregate, int count) {
        DatabaseAddress address = address(caregate);
        DatabaseLogin owner = address.owner();
        if (owner == null) {
            throw new IllegalStateException("the bundled database has an owner");
        }
        try (Connection connection = DriverManager.getConnection(
                        address.url() + (address.url().contains("?") ? "&" : "?") + "currentSchema=caregate",
                        owner.user(),
                        owner.password());
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TEMPORARY TABLE one AS SELECT * FROM issued_grant WHERE NOT revoked LIMIT 1;
                    INSERT INTO issued_grant SELECT (jsonb_populate_record(one, jsonb_build_object('id', one.id || '-' || number))).*
                    FROM one, generate_series(1, %d) AS number""".formatted(count));
            statement.execute("VACUUM (ANALYZE) issued_grant"); // grants of years are not just written
        } catch (SQLException failed) {
            throw new IllegalStateException("the grants cannot be stored", failed);
        }
    }
}
