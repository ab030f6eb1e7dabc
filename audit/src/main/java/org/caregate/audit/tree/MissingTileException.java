package org.caregate.audit.tree;

/** A part of the tree that should be stored is not there. */
public final class MissingTileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MissingTileException(String message) {
        super(message);
    }
}
