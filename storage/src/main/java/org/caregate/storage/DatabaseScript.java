package org.caregate.storage;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.caregate.database.DatabaseLogin;
import org.postgresql.util.PasswordUtil;

/**
 * What an administrator of PostgreSQL runs once, as SQL for {@code psql}: three roles without any privilege of the server, and the
 * database that belongs to one of them. It holds SCRAM verifiers (RFC 5802), no password.
 */
public final class DatabaseScript {
    private DatabaseScript() {}

    /** The script for a database of that name. */
    public static String of(String database, DatabaseLogin owner, DatabaseLogin runtime, DatabaseLogin reader) {
        StringBuilder sql =
                new StringBuilder("-- Run once by a superuser: psql -v ON_ERROR_STOP=1 -d postgres -f THIS_FILE\n");
        Stream.of(owner, runtime, reader)
                .forEach(login -> sql.append("CREATE ROLE ")
                        .append(identifier(login.user()))
                        .append(
                                " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION NOBYPASSRLS PASSWORD '")
                        .append(verifier(login))
                        .append("';\n"));
        String name = identifier(database);
        return sql.append("CREATE DATABASE ")
                .append(name)
                .append(" OWNER ")
                .append(identifier(owner.user()))
                .append(" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C';\n")
                .append("REVOKE ALL ON DATABASE ")
                .append(name)
                .append(" FROM PUBLIC;\n")
                .append("GRANT CONNECT ON DATABASE ")
                .append(name)
                .append(" TO ")
                .append(identifier(runtime.user()))
                .append(", ")
                .append(identifier(reader.user()))
                .append(";\n")
                .append("\\connect ")
                .append(name)
                .append("\nREVOKE ALL ON SCHEMA public FROM PUBLIC;\n")
                .toString();
    }

    private static String verifier(DatabaseLogin login) {
        try {
            return PasswordUtil.encodePassword(login.user(), login.password().toCharArray(), "scram-sha-256");
        } catch (SQLException e) {
            throw new IllegalStateException("the driver knows no SCRAM-SHA-256", e);
        }
    }

    /** Quoted, and without what {@code psql} would read as its own. */
    private static String identifier(String name) {
        if (name.isEmpty()
                || name.getBytes(StandardCharsets.UTF_8).length > 63
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("not a name for PostgreSQL: 1 to 63 bytes without control characters");
        }
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
