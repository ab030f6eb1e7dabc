package org.caregate.bundledpostgresql;

/** What came of starting the bundled PostgreSQL. */
public sealed interface BundledStart {
    /** It runs and answers; the caller closes it. */
    record Started(BundledPostgres postgres) implements BundledStart {}

    /** It was not started; {@code line} says in one sentence why and what to do. */
    record Refused(String line) implements BundledStart {}
}
