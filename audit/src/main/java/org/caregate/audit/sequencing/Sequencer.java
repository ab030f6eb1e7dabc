package org.caregate.audit.sequencing;

import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import org.caregate.audit.checkpoint.CheckpointSigner;
import org.caregate.audit.reading.LogSource;
import org.caregate.audit.tree.Hash;
import org.caregate.audit.tree.TreeEdge;
import org.jspecify.annotations.Nullable;

/**
 * Gives committed entries their places in this node's lane.
 *
 * <p>The commit inside {@link HeadStore#sequence} is the commit point. Until it is known to have happened, the edge in memory stays
 * where it was; after any failure it is forgotten and read from the store again, so that a batch that was stored although it
 * failed is found there, and recovery after a crash is the normal way taken once more. Owned by one thread at a time.
 */
public final class Sequencer {
    private static final int MOST = 4096;

    private final HeadStore heads;
    private final LogSource source;
    private final SigningLog log;
    private final Set<Integer> lost = new HashSet<>();
    private int lane;
    private @Nullable TreeEdge edge;

    public Sequencer(HeadStore heads, LogSource source, String origin, CheckpointSigner signer, Clock clock) {
        this.heads = heads;
        this.source = source;
        this.log = new SigningLog(origin, signer, clock);
    }

    /**
     * Places everything that waits.
     *
     * @return how many entries were placed
     * @throws BrokenLogException if the lane was tampered with; no other failure is final
     */
    public synchronized int step() {
        int placed = 0;
        while (true) {
            try {
                int batch = sequence();
                placed += batch;
                if (batch < MOST) {
                    return placed;
                }
            } catch (HeadTakenException taken) {
                leaveLane(); // and look again at once, in another
            }
        }
    }

    private int sequence() {
        TreeEdge grown = edge().copy();
        try {
            int placed = heads.sequence(
                    MOST,
                    leaves -> log.append(
                            lane,
                            grown,
                            leaves.stream()
                                    .map(leaf -> Hash.ofLeaf(leaf.toArray()))
                                    .toList()));
            edge = placed == 0 ? edge : grown;
            return placed;
        } catch (RuntimeException unclear) {
            edge = null;
            throw unclear;
        }
    }

    /** Keeps the unfinished tiles of the lane, so that changes in them can be told apart. */
    public synchronized void keepPartialTiles() {
        if (edge != null && edge.size() > 0) {
            heads.keep(lane, edge.partialTiles());
        }
    }

    /** The lane this node writes; 0 before the first step. */
    public synchronized int lane() {
        return lane;
    }

    private TreeEdge edge() {
        TreeEdge known = edge;
        if (known != null) {
            return known;
        }
        if (lane == 0) {
            lane = heads.takeLane(Set.copyOf(lost));
        }
        TreeEdge loaded = log.load(lane, heads.head(lane), source);
        edge = loaded;
        return loaded;
    }

    private void leaveLane() {
        lost.add(lane);
        lane = 0;
        edge = null;
    }
}
