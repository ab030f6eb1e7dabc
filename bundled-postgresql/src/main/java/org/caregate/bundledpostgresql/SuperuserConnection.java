package org.caregate.bundledpostgresql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.caregate.database.DatabaseLogin;
import org.postgresql.PGConnection;

/** What only the superuser may ask or do: prove which server answers, and make the owner and its database. */
final class SuperuserConnection implements AutoCloseable {
    private final Connection connection;

    private SuperuserConnection(Connection connection) {
        this.connection = connection;
    }

    static SuperuserConnection open(int port, DatabaseLogin superuser) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", superuser.user());
        properties.setProperty("password", superuser.password());
        properties.setProperty(
                "requireAuth", "scram-sha-256"); // mutual: an impostor on the port neither learns nor passes
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "10");
        properties.setProperty("socketTimeout", "60");
        return new SuperuserConnection(DriverManager.getConnection(url(port, "postgres"), properties));
    }

    static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    String setting(String name) throws SQLException {
        try (PreparedStatement show = connection.prepareStatement("SELECT coalesce(current_setting(?, true), '')")) {
            show.setString(1, name);
            try (ResultSet row = show.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    /** Makes the owner, who is no superuser, and the database that belongs to it; leaves alone what is there. */
    void prepare(String database, DatabaseLogin owner) throws SQLException {
        if (exists("SELECT 1 FROM pg_database WHERE datname = ?", database)) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            if (!exists("SELECT 1 FROM pg_roles WHERE rolname = ?", owner.user())) {
                statement.execute(
                        "CREATE ROLE " + statement.enquoteIdentifier(owner.user(), true) + " LOGIN CREATEROLE");
            }
            // The driver sends the verifier, never the password.
            connection
                    .unwrap(PGConnection.class)
                    .alterUserPassword(owner.user(), owner.password().toCharArray(), "scram-sha-256");
            statement.execute("CREATE DATABASE " + statement.enquoteIdentifier(database, true) + " OWNER "
                    + statement.enquoteIdentifier(owner.user(), true));
        }
    }

    private boolean exists(String query, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
