package org.caregate.storage;

import java.io.Serial;

/** Unwinds an opening that cannot go on; {@link Database#open} turns it into {@link DatabaseStart.Refused}. */
final class DatabaseRefusal extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    DatabaseRefusal(String line) {
        super(line);
    }

    String line() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
