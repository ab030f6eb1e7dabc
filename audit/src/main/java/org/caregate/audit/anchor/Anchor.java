package org.caregate.audit.anchor;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.caregate.audit.checkpoint.SignedCheckpoint;

/**
 * Where root checkpoints are kept out of reach of anyone who has the database.
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

    /** The newest kept head of each lane: what was signed since the latest checkpoint, whatever the root log holds. */
    List<SignedCheckpoint> laneHeads();

    /** Keeps a lane's head, unless one of a larger tree is kept already. */
    void keepLaneHead(int lane, SignedCheckpoint head);

    /** Breaks that an operator has acknowledged, in their order. */
    List<AcknowledgedBreak> breaks();

    /** Keeps what an operator acknowledged. */
    void acknowledge(AcknowledgedBreak acknowledged);

    /** What writers were given receipts for and could not place before they ended. */
    List<LeftBehind> leftBehind();

    /** Keeps what a writer could not place; nothing left any more if it is empty. */
    void leave(LeftBehind left);
}
