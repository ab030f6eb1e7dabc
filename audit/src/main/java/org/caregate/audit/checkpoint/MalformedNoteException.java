package org.caregate.audit.checkpoint;

/** The text is not a signed note, or not one that holds a checkpoint. */
public final class MalformedNoteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedNoteException(String message) {
        super(message);
    }
}
