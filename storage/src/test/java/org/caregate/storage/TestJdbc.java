package org.caregate.storage;

import java.sql.SQLException;
import javax.sql.DataSource;

/** Plain statements for tests that need another role than the runtime. */
final class TestJdbc {
    private TestJdbc() {}

    static void execute(DataSource source, String sql) {
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }
}
