package org.caregate.audit.anchor;

/** The anchor holds another checkpoint of the same size: two histories of one log. */
public final class AnchorConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AnchorConflictException(long size) {
        super("the anchor holds another root checkpoint of size " + size);
    }
}
