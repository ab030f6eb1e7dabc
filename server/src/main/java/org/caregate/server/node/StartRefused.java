package org.caregate.server.node;

/** The node cannot be started as configured; the message is one line that says what to do. */
public final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartRefused(String line) {
        super(line);
    }
}
