package org.caregate.storage;

/**
 * Where the database is and the three roles we use: {@code owner} migrates, {@code runtime} works, {@code reader} only reads the log.
 *
 * @param url a JDBC URL without user and password
 */
public record DatabaseAddress(String url, DatabaseLogin owner, DatabaseLogin runtime, DatabaseLogin reader) {}
