package org.caregate.audit.sequencing;

/** Another writer has moved this lane on from the same size: a writer that learns so stops writing to it. */
public final class HeadTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public HeadTakenException(int lane, long previousSize) {
        super("lane " + lane + " has moved on from size " + previousSize);
    }
}
