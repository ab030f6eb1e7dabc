package org.caregate.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.caregate.database.DatabaseAddress;
import org.caregate.database.DatabaseLogin;
import org.postgresql.PGConnection;

/**
 * The roles beside the owner: made if the owner may, allowed to connect, and checked to be no more than they should be. What they may
 * do to which table is granted by the migrations.
 */
final class DatabaseRoles {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private DatabaseRoles() {}

    /** Makes what is missing, on a connection of the owner. */
    static void prepare(Connection owner, DatabaseAddress address) throws SQLException, DatabaseRefusal {
        createIfMissing(owner, address.runtime());
        createIfMissing(owner, address.reader());
        try (Statement statement = owner.createStatement()) {
            String database = statement.enquoteIdentifier(owner.getCatalog(), true);
            statement.execute("REVOKE ALL ON DATABASE " + database + " FROM PUBLIC");
            statement.execute("GRANT CONNECT ON DATABASE " + database + " TO "
                    + statement.enquoteIdentifier(address.runtime().user(), true) + ", "
                    + statement.enquoteIdentifier(address.reader().user(), true));
        }
    }

    /** Refuses a working role that could undo what the owner's privileges protect. */
    static void refusePowerful(Connection connection) throws SQLException, DatabaseRefusal {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT rolsuper OR rolcreaterole OR rolbypassrls OR EXISTS (
                    SELECT FROM pg_database, pg_namespace
                    WHERE datname = current_database() AND nspname IN (?, 'pg_catalog')
                      AND (pg_has_role(current_user, datdba, 'MEMBER') OR pg_has_role(current_user, nspowner, 'MEMBER')))
                FROM pg_roles WHERE rolname = current_user""")) {
            select.setString(1, Database.SCHEMA);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next() || row.getBoolean(1)) {
                    throw new DatabaseRefusal(
                            "database role " + connection.getMetaData().getUserName()
                                    + " is a superuser, may make roles, or is a member of the owner; it could change the audit log, so give it"
                                    + " no such privilege");
                }
            }
        }
    }

    private static void createIfMissing(Connection owner, DatabaseLogin login) throws SQLException, DatabaseRefusal {
        if (exists(owner, login.user())) {
            return;
        }
        owner.setAutoCommit(false); // the role and its password together, or a crash would leave a role no one can use
        try (Statement statement = owner.createStatement()) {
            statement.execute("CREATE ROLE " + statement.enquoteIdentifier(login.user(), true) + " LOGIN");
            // The driver sends the verifier, never the password.
            owner.unwrap(PGConnection.class)
                    .alterUserPassword(login.user(), login.password().toCharArray(), "scram-sha-256");
            owner.commit();
        } catch (SQLException failed) {
            owner.rollback();
            if (INSUFFICIENT_PRIVILEGE.equals(failed.getSQLState())) {
                throw new DatabaseRefusal("database role " + login.user() + " does not exist and "
                        + owner.getMetaData().getUserName()
                        + " may not create it; create it with LOGIN and its password, or give the owner CREATEROLE");
            }
            throw failed;
        } finally {
            owner.setAutoCommit(true);
        }
    }

    private static boolean exists(Connection owner, String role) throws SQLException {
        try (PreparedStatement select = owner.prepareStatement("SELECT 1 FROM pg_roles WHERE rolname = ?")) {
            select.setString(1, role);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }
}
