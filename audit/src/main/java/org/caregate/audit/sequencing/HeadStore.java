package org.caregate.audit.sequencing;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.tree.Tile;

/**
 * Where heads, places and tiles are kept.
 *
 * <p>Heads, places and tiles are only ever added. An implementation MUST refuse a second head for the same (lane, previous
 * size) with {@link HeadTakenException}, whoever sends it, and then keep nothing of that batch; it MUST NOT rely on clocks
 * or leases for that.
 */
public interface HeadStore {
    /**
     * A lane that nobody else seems to write, never one of {@code lost}: a free one, else the next new number. A hint that saves
     * two writers from colliding; correctness rests on the heads alone.
     */
    int takeLane(Set<Integer> lost);

    /** The newest head of a lane. */
    Optional<Head> head(int lane);

    /** The newest head of every lane but the root, by lane. */
    List<Head> heads();

    /**
     * In one transaction: takes up to {@code most} entries that wait for their place and that nobody else is placing, in the
     * order of their ids, has {@code place} make the batch of their leaves, stores head, places and tiles, and marks them as placed.
     *
     * @return how many were placed; with none waiting, {@code place} is not called
     */
    int sequence(int most, Function<List<Bytes>, Batch> place);

    /** In one transaction: adds leaves to the root log, with its head and tiles. */
    void appendRoot(List<LaneCheckpoint> leaves, Batch batch);

    /** For each lane, the newest of its checkpoints in the root log. */
    List<LaneCheckpoint> coveredByRoot();

    /** Keeps unfinished tiles, so that a later change is located to the entry; ones that are there already stay. */
    void keep(int lane, List<Tile> partialTiles);
}
