package org.caregate.audit.sequencing;

/** What is stored of a log contradicts its own head: someone changed it, and writing on would bury that. */
public final class BrokenLogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BrokenLogException(String message) {
        super(message);
    }
}
