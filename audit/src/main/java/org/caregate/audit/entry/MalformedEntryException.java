package org.caregate.audit.entry;

/** The bytes are not a canonical entry of a format version we know. */
public final class MalformedEntryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedEntryException(String message) {
        super(message);
    }
}
