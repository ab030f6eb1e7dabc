package org.caregate.audit.anchor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.checkpoint.SignedCheckpoint;
import org.caregate.audit.reading.LogSource;
import org.caregate.audit.reading.StoredTiles;
import org.caregate.audit.tree.MissingTileException;
import org.caregate.audit.tree.TreeHashes;

/** Whether a database holds what the anchor last saw; asked at every start, before anything is written. */
public sealed interface AnchorComparison {
    /** Nothing was anchored yet. */
    record NothingAnchored() implements AnchorComparison {}

    /** The database holds all that the newest anchored checkpoint and the kept lane heads cover. */
    record Holds(long size) implements AnchorComparison {}

    /** The database is an older copy, or was cut: the log is shorter than what was anchored. */
    record Shorter(String origin, long anchored, long stored) implements AnchorComparison {}

    /** What is anchored was not signed by this log: another issuer, another key file or another log's anchor. */
    record Foreign(String origin) implements AnchorComparison {}

    /** The database holds another history than the anchor. */
    record Contradicts(String origin, long size) implements AnchorComparison {}

    /** What is wrong, in a line; empty when nothing is. */
    default Optional<String> objection() {
        return switch (this) {
            case NothingAnchored none -> Optional.empty();
            case Holds holds -> Optional.empty();
            case Shorter(String origin, long anchored, long stored) ->
                Optional.of(origin + " has " + stored + " entries in the database and " + anchored
                        + " in the anchor: the database was cut, or is an older copy");
            case Foreign(String origin) ->
                Optional.of(
                        "the anchor holds a checkpoint of " + origin
                                + " that this log's key did not sign: audit.anchor, issuer and keys.file do not belong together");
            case Contradicts(String origin, long size) ->
                Optional.of(origin + " is another history up to entry " + size + " in the database than in the anchor");
        };
    }

    /** Compares; reads no more than the edges of the trees. Lanes of acknowledged breaks are not looked at. */
    static AnchorComparison of(Anchor anchor, LogSource source, LogKey key) {
        Set<Integer> closed = new HashSet<>();
        anchor.breaks().forEach(acknowledged -> closed.addAll(acknowledged.lanes()));
        Optional<AnchoredCheckpoint> latest = anchor.latest();
        List<SignedCheckpoint> lanes = new ArrayList<>(anchor.laneHeads());
        latest.ifPresent(anchored -> lanes.addAll(anchored.lanes()));
        if (latest.isEmpty() && lanes.isEmpty()) {
            return new NothingAnchored();
        }
        Optional<AnchorComparison> problem =
                latest.flatMap(anchored -> compare(Head.ROOT, anchored.root(), source, key));
        for (SignedCheckpoint checkpoint : lanes) {
            int lane = key.laneOf(checkpoint.checkpoint().origin());
            if (problem.isEmpty() && !closed.contains(lane)) {
                problem = compare(lane, checkpoint, source, lane == Head.ROOT ? key : key.ofLane(lane));
            }
        }
        return problem.orElseGet(
                () -> new Holds(latest.map(anchored -> anchored.root().size()).orElse(0L)));
    }

    private static Optional<AnchorComparison> compare(
            int lane, SignedCheckpoint anchored, LogSource source, LogKey key) {
        String origin = anchored.checkpoint().origin();
        if (!anchored.isSignedBy(key)) {
            return Optional.of(new Foreign(origin));
        }
        long stored = source.head(lane).map(Head::size).orElse(0L);
        if (stored < anchored.size()) {
            return Optional.of(new Shorter(origin, anchored.size(), stored));
        }
        try {
            boolean same = new TreeHashes(stored, new StoredTiles(source, lane))
                    .rootAt(anchored.size())
                    .equals(anchored.root());
            return same ? Optional.empty() : Optional.of(new Contradicts(origin, anchored.size()));
        } catch (MissingTileException missing) {
            return Optional.of(new Contradicts(origin, anchored.size()));
        }
    }
}
