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

    /** Where settings are read: {@code SHOW} on a connection. */
    @FunctionalInterface
    interface Settings {
        String show(String name) throws SQLException;
    }

    private DurabilityCheck() {}

    /** Asks on a connection of the role in question, because {@code synchronous_commit} may be set for a role or a database. */
    static void check(Connection connection) throws SQLException, DatabaseRefusal {
        check(name -> show(connection, name), connection.getMetaData().getUserName());
    }

    static void check(Settings settings, String role) throws SQLException, DatabaseRefusal {
        if (Integer.parseInt(settings.show("server_version_num")) < OLDEST_VERSION) {
            throw new DatabaseRefusal("PostgreSQL 15 or newer is needed; this is " + settings.show("server_version"));
        }
        demand(settings, role, "fsync", Set.of("on"));
        demand(settings, role, "full_page_writes", Set.of("on"));
        demand(settings, role, "synchronous_commit", Set.of("on", "remote_apply"));
    }

    private static void demand(Settings settings, String role, String name, Set<String> accepted)
            throws SQLException, DatabaseRefusal {
        String value = settings.show(name);
        if (!accepted.contains(value)) {
            throw new DatabaseRefusal("the database runs with " + name + " = " + value + " for role " + role
                    + ", so that it may lose acknowledged audit entries; set it to on");
        }
    }

    private static String show(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        }
    }
}
