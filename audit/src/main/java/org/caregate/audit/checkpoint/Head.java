package org.caregate.audit.checkpoint;

import java.time.Instant;

/**
 * How far a lane has come: its key in the store is (lane, previous size), so that of two writers one fails.
 *
 * @param lane number of the lane; {@link #ROOT} is the root log
 * @param time when it was made, for people; nothing relies on it
 */
public record Head(int lane, long previousSize, SignedCheckpoint checkpoint, Instant time) {
    /** The lane number of the log whose leaves are the lanes' checkpoints. */
    public static final int ROOT = 0;

    public Head {
        if (lane < 0 || previousSize < 0 || checkpoint.size() <= previousSize) {
            throw new IllegalArgumentException("a head moves its lane on");
        }
    }

    public long size() {
        return checkpoint.size();
    }
}
