package org.caregate.bundledpostgresql;

import java.io.Serial;

/** Unwinds a start that cannot go on; {@link BundledPostgres#start} turns it into {@link BundledStart.Refused}. */
final class BundledRefusal extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    BundledRefusal(String line) {
        super(line);
    }

    String line() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
