package org.caregate.audit.sequencing;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.caregate.audit.anchor.Anchor;
import org.caregate.audit.anchor.AnchoredCheckpoint;
import org.caregate.audit.checkpoint.CheckpointSigner;
import org.caregate.audit.reading.LogSource;
import org.caregate.audit.tree.Tile;
import org.caregate.audit.tree.TreeEdge;

/**
 * Puts the lanes' newest checkpoints into the root log and the root's checkpoint into the anchor.
 *
 * <p>Two commit points, in this order: the root head in the store, then the file in the anchor. A crash between them leaves a root head
 * that is not anchored; the next {@link #publish} anchors it first, since it always anchors the newest head that it finds.
 */
public final class RootLog {
    private static final int ATTEMPTS = 5;

    private final HeadStore heads;
    private final LogSource source;
    private final Anchor anchor;
    private final SigningLog log;

    public RootLog(
            HeadStore heads, LogSource source, Anchor anchor, String origin, CheckpointSigner signer, Clock clock) {
        this.heads = heads;
        this.source = source;
        this.anchor = anchor;
        this.log = new SigningLog(origin, signer, clock);
    }

    /**
     * Covers what the lanes hold now by an anchored root checkpoint; the newest one, unless nothing was ever logged.
     *
     * @throws BrokenLogException if the root log was tampered with
     */
    public synchronized Optional<AnchoredCheckpoint> publish() {
        for (int attempt = 1; ; attempt++) {
            try {
                append();
                return anchorNewest();
            } catch (HeadTakenException another) {
                // another node was first: its head may cover ours already, so look again
                if (attempt == ATTEMPTS) {
                    throw another;
                }
            }
        }
    }

    private void append() {
        Map<Integer, Long> covered = heads.coveredByRoot().stream()
                .collect(Collectors.toMap(
                        LaneCheckpoint::lane, leaf -> leaf.checkpoint().size()));
        List<LaneCheckpoint> fresh = heads.heads().stream()
                .filter(head -> head.size() > covered.getOrDefault(head.lane(), 0L))
                .map(head -> new LaneCheckpoint(head.lane(), head.checkpoint()))
                .toList();
        if (fresh.isEmpty()) {
            return;
        }
        TreeEdge edge = log.load(Head.ROOT, heads.head(Head.ROOT), source);
        Batch batch = log.append(
                Head.ROOT, edge, fresh.stream().map(LaneCheckpoint::leafHash).toList());
        List<Tile> tiles = new ArrayList<>(batch.tiles());
        tiles.addAll(edge.partialTiles()); // so that a changed leaf can be told from its neighbours
        heads.appendRoot(fresh, new Batch(batch.head(), tiles));
    }

    private Optional<AnchoredCheckpoint> anchorNewest() {
        Optional<AnchoredCheckpoint> newest = heads.head(Head.ROOT)
                .map(root -> new AnchoredCheckpoint(
                        root.checkpoint(),
                        heads.coveredByRoot().stream()
                                .map(LaneCheckpoint::checkpoint)
                                .toList()));
        long anchored = anchor.latest().map(last -> last.root().size()).orElse(0L);
        long size = newest.map(checkpoint -> checkpoint.root().size()).orElse(0L);
        if (anchored > size) {
            throw new BrokenLogException("the root log has " + size + " leaves and its anchor " + anchored
                    + ": it was cut, or is an older copy");
        }
        if (anchored < size) {
            newest.ifPresent(anchor::write);
        }
        return newest;
    }
}
