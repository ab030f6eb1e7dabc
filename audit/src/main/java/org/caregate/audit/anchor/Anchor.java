package org.caregate.audit.anchor;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where root checkpoints are kept out of reach of whoever has the database.
 *
 * <p>Implementations MUST have written durably when {@link #write} returns, and MUST NOT replace a checkpoint by another one of
 * the same size or let a smaller one count as the latest.
 */
public interface Anchor {
    /** The checkpoint of the largest tree. */
    Optional<AnchoredCheckpoint> latest();

    /**
     * Adds a checkpoint; one that is there already is left as it is.
     *
     * @throws AnchorConflictException if another one of the same size is there
     */
    void write(AnchoredCheckpoint checkpoint);

    /** All of them, smallest tree first. */
    void forEach(Consumer<AnchoredCheckpoint> each);
}
