package org.caregate.audit.sequencing;

import java.nio.charset.StandardCharsets;
import org.caregate.audit.checkpoint.SignedCheckpoint;
import org.caregate.audit.tree.Hash;

/** A leaf of the root log: the checkpoint that a lane had when the root was made. */
public record LaneCheckpoint(int lane, SignedCheckpoint checkpoint) {

    public byte[] leaf() {
        return checkpoint.note().getBytes(StandardCharsets.UTF_8);
    }

    public Hash leafHash() {
        return Hash.ofLeaf(leaf());
    }
}
