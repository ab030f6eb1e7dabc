package org.caregate.commandline.doctor;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * What the database says of itself and of the role it is asked by.
 *
 * @param encrypted whether this connection is
 * @param logChangeable whether the role may update, delete or truncate entries
 * @param logReadable whether it may read and insert them
 * @param behind standbys that commit later than their primary answers
 * @param standbys standbys that are attached and may be seen
 * @param connections in use
 * @param mostConnections there can be
 * @param waitingSeconds how long the oldest entry has waited for its place in the log
 * @param now its clock
 */
record DatabaseFacts(
        boolean encrypted,
        boolean logChangeable,
        boolean logReadable,
        int behind,
        int standbys,
        int connections,
        int mostConnections,
        double waitingSeconds,
        Instant now) {
    private static final String QUERY = """
            SELECT coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false),
                   has_table_privilege('audit_entry', 'UPDATE') OR has_table_privilege('audit_entry', 'DELETE')
                       OR has_table_privilege('audit_entry', 'TRUNCATE'),
                   has_table_privilege('audit_entry', 'SELECT') AND has_table_privilege('audit_entry', 'INSERT'),
                   (SELECT count(*)::int FROM pg_stat_replication WHERE sync_state = 'async'),
                   (SELECT count(*)::int FROM pg_stat_replication WHERE sync_state IS NOT NULL),
                   (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type IS NULL OR backend_type = 'client backend'),
                   current_setting('max_connections')::int,
                   coalesce((SELECT extract(epoch FROM now() - min(entry.at)) FROM
                       (SELECT at FROM audit_entry WHERE id IN (SELECT batch FROM audit_pending ORDER BY batch LIMIT 100)) AS entry), 0)::float8,
                   clock_timestamp()""";

    static DatabaseFacts of(DataSource runtime) throws SQLException {
        try (Connection connection = runtime.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            row.next();
            return new DatabaseFacts(
                    row.getBoolean(1),
                    row.getBoolean(2),
                    row.getBoolean(3),
                    row.getInt(4),
                    row.getInt(5),
                    row.getInt(6),
                    row.getInt(7),
                    row.getDouble(8),
                    row.getTimestamp(9).toInstant());
        }
    }
}
