package org.caregate.audit.sealing;

/** A ciphertext is not what was sealed for this entry and field. */
public final class BrokenSealException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BrokenSealException(String message, Throwable cause) {
        super(message, cause);
    }
}
