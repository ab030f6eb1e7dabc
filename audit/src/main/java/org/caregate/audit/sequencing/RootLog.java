package org.caregate.audit.sequencing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.caregate.audit.anchor.Anchor;
import org.caregate.audit.anchor.AnchorComparison;
import org.caregate.audit.anchor.AnchoredCheckpoint;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.checkpoint.SignedCheckpoint;
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
    private final KnownHeads known;

    public RootLog(HeadStore heads, LogSource source, Anchor anchor, SigningLog log, KnownHeads known) {
        this.heads = heads;
        this.source = source;
        this.anchor = anchor;
        this.log = log;
        this.known = known;
    }

    /**
     * Covers what the lanes hold now by an anchored root checkpoint; the newest one, unless nothing was ever logged.
     *
     * @throws BrokenLogException if the log is not what the anchor and this process know of it
     */
    public synchronized Optional<AnchoredCheckpoint> publish() {
        for (int attempt = 1; ; attempt++) {
            try {
                AnchorComparison.of(anchor, source, log.key()).objection().ifPresent(line -> {
                    throw new BrokenLogException(line);
                });
                Map<Integer, SignedCheckpoint> covered = covered();
                append(covered);
                return anchorNewest(covered);
            } catch (HeadTakenException another) {
                // another node was first: its head may cover ours already, so look again
                if (attempt == ATTEMPTS) {
                    throw another;
                }
            }
        }
    }

    /**
     * The newest checkpoint of each lane in the root log: as anchored where the root has not grown since, else also as stored. Whatever rows
     * are missing there, a lane that was anchored once stays in every later checkpoint.
     */
    private Map<Integer, SignedCheckpoint> covered() {
        Map<Integer, SignedCheckpoint> covered = new TreeMap<>();
        Optional<AnchoredCheckpoint> latest = anchor.latest();
        latest.ifPresent(anchored -> anchored.lanes()
                .forEach(lane -> covered.put(log.key().laneOf(lane.checkpoint().origin()), lane)));
        long anchored = latest.map(checkpoint -> checkpoint.root().size()).orElse(0L);
        long stored = root().map(Head::size).orElse(0L);
        if (stored != anchored) {
            for (LaneCheckpoint leaf : heads.coveredByRoot()) {
                if (!leaf.checkpoint().isSignedBy(log.key().ofLane(leaf.lane()))) {
                    throw new BrokenLogException("the root log holds a checkpoint of lane " + leaf.lane()
                            + " that this log's key did not sign");
                }
                add(covered, leaf.lane(), leaf.checkpoint());
            }
        }
        return covered;
    }

    private Optional<Head> root() {
        return known.hold(Head.ROOT, () -> heads.head(Head.ROOT));
    }

    private static void add(Map<Integer, SignedCheckpoint> covered, int lane, SignedCheckpoint checkpoint) {
        covered.merge(lane, checkpoint, (before, now) -> now.size() > before.size() ? now : before);
    }

    private void append(Map<Integer, SignedCheckpoint> covered) {
        List<LaneCheckpoint> fresh = known.hold(heads::heads).stream()
                .filter(head -> !covered.containsKey(head.lane())
                        || head.size() > covered.get(head.lane()).size())
                .map(head -> new LaneCheckpoint(head.lane(), head.checkpoint()))
                .toList();
        if (fresh.isEmpty()) {
            return;
        }
        TreeEdge edge = log.load(Head.ROOT, root(), source);
        Batch batch = log.append(
                Head.ROOT, edge, fresh.stream().map(LaneCheckpoint::leafHash).toList());
        List<Tile> tiles = new ArrayList<>(batch.tiles());
        tiles.addAll(edge.partialTiles()); // so that a changed leaf can be distinguished from its neighbours
        heads.appendRoot(fresh, new Batch(batch.head(), tiles));
        fresh.forEach(leaf -> add(covered, leaf.lane(), leaf.checkpoint()));
    }

    private Optional<AnchoredCheckpoint> anchorNewest(Map<Integer, SignedCheckpoint> covered) {
        long anchored =
                anchor.latest().map(last -> last.root().size()).orElse(0L); // first: another node may anchor now
        Optional<AnchoredCheckpoint> newest =
                root().map(head -> new AnchoredCheckpoint(head.checkpoint(), List.copyOf(covered.values())));
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
