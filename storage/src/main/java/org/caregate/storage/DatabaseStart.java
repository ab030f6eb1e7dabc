package org.caregate.storage;

/** What came of opening a database. */
public sealed interface DatabaseStart {
    /** Checked, migrated, connected; the caller closes it. */
    record Opened(Database database) implements DatabaseStart {}

    /** Not opened; {@code line} says in one sentence why and what to do. */
    record Refused(String line) implements DatabaseStart {}
}
