package org.caregate.bundledpostgresql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Words in a table of the owner's, to see what survives. */
final class Probe {
    private Probe() {}

    static Connection connect(BundledPostgres postgres) throws SQLException {
        var address = postgres.address();
        var owner = java.util.Objects.requireNonNull(address.owner());
        return DriverManager.getConnection(address.url(), owner.user(), owner.password());
    }

    static void write(BundledPostgres postgres, String word) throws SQLException {
        try (Connection connection = connect(postgres);
                var statement = connection.createStatement()) {
            createIn(connection);
            statement.execute("INSERT INTO public.probe VALUES ('" + word + "')");
        }
    }

    static List<String> read(BundledPostgres postgres) throws SQLException {
        try (Connection connection = connect(postgres)) {
            createIn(connection);
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT word FROM public.probe")) {
                List<String> words = new ArrayList<>();
                while (rows.next()) {
                    words.add(rows.getString(1));
                }
                return words;
            }
        }
    }

    private static void createIn(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS public.probe (word text)");
        }
    }
}
