package org.caregate.database;

import org.jspecify.annotations.Nullable;

/**
 * Where the database is and the three roles we use: {@code owner} migrates, {@code runtime} works, {@code reader} only reads the log.
 *
 * @param url a JDBC URL without user, password and parameters
 * @param owner null where the schema is brought up to date elsewhere; it is then only checked
 */
public record DatabaseAddress(
        String url,
        DatabaseTransport transport,
        @Nullable DatabaseLogin owner,
        DatabaseLogin runtime,
        DatabaseLogin reader) {
    /** The same database for a program that must not change its schema. */
    public DatabaseAddress withoutOwner() {
        return new DatabaseAddress(url, transport, null, runtime, reader);
    }
}
