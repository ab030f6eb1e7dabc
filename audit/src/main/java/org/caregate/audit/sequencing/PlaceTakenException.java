package org.caregate.audit.sequencing;

/** Another writer has given one of these entries its place meanwhile: look again. */
public final class PlaceTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PlaceTakenException() {
        super("an entry was placed by another writer meanwhile");
    }
}
