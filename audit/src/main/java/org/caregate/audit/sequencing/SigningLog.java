package org.caregate.audit.sequencing;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.caregate.audit.checkpoint.Checkpoint;
import org.caregate.audit.checkpoint.CheckpointSigner;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.checkpoint.SignedCheckpoint;
import org.caregate.audit.reading.LogSource;
import org.caregate.audit.reading.StoredTiles;
import org.caregate.audit.tree.Hash;
import org.caregate.audit.tree.MissingTileException;
import org.caregate.audit.tree.Tile;
import org.caregate.audit.tree.TreeEdge;

/** One log's way from leaves to a signed head; shared by lanes and the root. */
public final class SigningLog {
    private final String origin;
    private final CheckpointSigner signer;
    private final Clock clock;

    public SigningLog(String origin, CheckpointSigner signer, Clock clock) {
        this.origin = origin;
        this.signer = signer;
        this.clock = clock;
    }

    /** The key that verifies what is signed here. */
    public LogKey key() {
        return new LogKey(origin, signer.publicKey());
    }

    /** Reads the edge of a log from the store, and demands that it is what the newest head signed. */
    TreeEdge load(int lane, Optional<Head> newest, LogSource source) {
        if (newest.isEmpty()) {
            return new TreeEdge();
        }
        SignedCheckpoint head = newest.get().checkpoint();
        if (!head.isSignedBy(new LogKey(originOf(lane), signer.publicKey()))) {
            throw new BrokenLogException("the head of lane " + lane + " is not signed by this log's key");
        }
        try {
            TreeEdge edge = TreeEdge.load(head.size(), new StoredTiles(source, lane));
            if (!edge.root().equals(head.root())) {
                throw new BrokenLogException("what is stored of lane " + lane + " is not what its head signed");
            }
            return edge;
        } catch (MissingTileException missing) {
            throw new BrokenLogException("a part of lane " + lane + " is missing: " + missing.getMessage());
        }
    }

    /** Appends the leaves to the edge and signs where that leads. */
    Batch append(int lane, TreeEdge edge, List<Hash> leaves) {
        long previousSize = edge.size();
        List<Tile> filled = new ArrayList<>();
        leaves.forEach(leaf -> filled.addAll(edge.append(leaf)));
        SignedCheckpoint checkpoint =
                SignedCheckpoint.sign(new Checkpoint(originOf(lane), edge.size(), edge.root()), signer);
        return new Batch(new Head(lane, previousSize, checkpoint, clock.instant()), filled);
    }

    private String originOf(int lane) {
        return lane == Head.ROOT ? origin : LogKey.laneOrigin(origin, lane);
    }
}
