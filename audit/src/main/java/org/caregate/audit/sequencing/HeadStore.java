package org.caregate.audit.sequencing;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.memory.PendingRow;
import org.caregate.audit.tree.Tile;
import org.jspecify.annotations.Nullable;

/**
 * Where heads, places and tiles are kept.
 *
 * <p>Heads, places and tiles are only ever added. An implementation MUST refuse a second head for the same (lane, previous
 * size) with {@link HeadTakenException}, no matter who sends it, and then keep nothing of that batch; it MUST NOT rely on clocks
 * or leases for that. What it hands back is not trusted: callers hold it against what they remember and what was signed.
 */
public interface HeadStore {
    /** Where an entry is said to stand. */
    record Place(int lane, long index) {}

    /**
     * An entry as it is stored.
     *
     * @param leaf its bytes; null if there are none
     * @param place null if it has none yet
     */
    record Found(UUID id, @Nullable Bytes leaf, @Nullable Place place) {}

    /** Entries in the order of the leaves that the batch adds. */
    record Placement(List<UUID> entries, Batch batch) {
        public Placement {
            entries = List.copyOf(entries);
        }
    }

    /**
     * A row of entries that wait for their place.
     *
     * @param row null if it has no proof: written by a version before proofs, or by a stranger
     */
    record Waiting(UUID id, List<UUID> entries, @Nullable PendingRow row) {
        public Waiting {
            entries = List.copyOf(entries);
        }
    }

    /**
     * A lane that no one else seems to write, never one of {@code lost}: a free one, else the next new number. A hint that saves
     * two writers from colliding; correctness rests on the heads alone.
     */
    int takeLane(Set<Integer> lost);

    /** The newest head of a lane. */
    Optional<Head> head(int lane);

    /** The newest head of every lane but the root and the closed ones, by lane. */
    List<Head> heads(Set<Integer> closed);

    /**
     * In one transaction: looks the entries up, has {@code decide} make the batch, stores head, places and tiles, and marks the rows as
     * placed. A row that someone else holds is left waiting: it is found placed later.
     *
     * @param decide given what is stored of each entry; empty if none needs a place any more
     * @throws HeadTakenException if the lane has moved on
     * @throws PlaceTakenException if one of them was placed meanwhile
     */
    void place(List<UUID> entries, List<UUID> rows, Function<List<Found>, Optional<Placement>> decide);

    /** The oldest rows that wait, by id. */
    List<UUID> waiting(int most);

    /** Those of these rows that are there. */
    List<Waiting> rows(List<UUID> ids);

    /** What is stored of these entries, one for each, in their order. */
    List<Found> find(List<UUID> entries);

    /** In one transaction: adds leaves to the root log, with its head and tiles. */
    void appendRoot(List<LaneCheckpoint> leaves, Batch batch);

    /** For each lane, the newest of its checkpoints in the root log. */
    List<LaneCheckpoint> coveredByRoot();

    /** Keeps unfinished tiles, so that a later change is located to the entry; ones that are there already stay. */
    void keep(int lane, List<Tile> partialTiles);
}
