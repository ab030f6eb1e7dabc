package org.caregate.storage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * Refuses a database that may lose what it acknowledged: an answer given on such a commit would be missing from the log after a power
 * cut.
 */
final class DurabilityCheck {
    private static final int OLDEST_VERSION = 150000;

    private DurabilityCheck() {}

    /** Asks on a connection of the role in question, because {@code synchronous_commit} may be set for a role or a database. */
    static void check(Connection connection) throws SQLException, DatabaseRefusal {
        int version = Integer.parseInt(show(connection, "server_version_num"));
        if (version < OLDEST_VERSION) {
            throw new DatabaseRefusal(
                    "PostgreSQL 15 or newer is needed; this is " + show(connection, "server_version"));
        }
        demand(connection, "fsync", Set.of("on"));
        demand(connection, "full_page_writes", Set.of("on"));
        demand(connection, "synchronous_commit", Set.of("on", "remote_apply"));
    }

    private static void demand(Connection connection, String setting, Set<String> accepted)
            throws SQLException, DatabaseRefusal {
        String value = show(connection, setting);
        if (!accepted.contains(value)) {
            throw new DatabaseRefusal("the database runs with " + setting + " = " + value + " for role "
                    + connection.getMetaData().getUserName()
                    + ", so that it may lose acknowledged audit entries; set it to on");
        }
    }

    private static String show(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + setting)) {
            row.next();
            return row.getString(1);
        }
    }
}
