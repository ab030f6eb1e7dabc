package org.caregate.audit.reading;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.entry.MalformedEntryException;
import org.caregate.audit.entry.SealedEntry;
import org.caregate.audit.entry.StoredEntry;
import org.caregate.audit.tree.Tile;
import org.jspecify.annotations.Nullable;

/**
 * A log as it is stored, read without trust: anything may be missing, changed or added.
 *
 * <p>Together the methods enumerate everything that is stored. Verification, search and export all read the log through them, so that
 * what one of them shows is what another one judges.
 */
public interface LogSource {
    /**
     * What stands at a place of a lane.
     *
     * @param leaf its bytes; null if they are missing
     * @param entry the bytes as an entry; null if they are none, or are a leaf of the root
     * @param copiesAgree false if what the entry is searched by is not what its bytes say
     */
    record Placed(
            long index, @Nullable Bytes leaf, @Nullable SealedEntry entry, boolean copiesAgree) {
        public static Placed missing(long index) {
            return new Placed(index, null, null, true);
        }

        /** A leaf of the root log: the checkpoint of a lane. */
        public static Placed ofRoot(long index, Bytes leaf) {
            return new Placed(index, leaf, null, true);
        }

        /** A leaf without columns beside it, as in an export. */
        public static Placed ofLeaf(long index, Bytes leaf) {
            try {
                return new Placed(index, leaf, SealedEntry.ofLeaf(leaf.toArray()), true);
            } catch (MalformedEntryException notAnEntry) {
                return new Placed(index, leaf, null, true);
            }
        }

        public static Placed ofRow(long index, StoredEntry row) {
            Placed placed = ofLeaf(index, row.leaf());
            return new Placed(index, row.leaf(), placed.entry(), placed.entry() != null && row.isRowOf(placed.entry()));
        }
    }

    /**
     * Places of a lane that no signed size covers.
     *
     * @param first the indexes of the first of them, at most {@link #LISTED}
     * @param last the largest index; without meaning if there are none
     */
    record Outside(long count, List<Long> first, long last) {
        /** How many are reported one by one. */
        public static final int LISTED = 20;

        public static final Outside NONE = new Outside(0, List.of(), 0);

        public Outside {
            first = List.copyOf(first);
        }
    }

    /**
     * An entry that has no place in any lane.
     *
     * @param waiting whether it is among those that wait for a place
     * @param row null if an entry waits that is not stored
     */
    record Unplaced(String id, boolean waiting, @Nullable StoredEntry row) {}

    /** A data key that is there to open sealed fields, whatever it is worth. */
    record DataKey(String name, Instant created) {}

    /** Every lane that a head or a place names, without the root; whatever number a stranger gave it. */
    List<Integer> lanes();

    /** The newest head of a lane or of the root as it is stored; its signature is not verified. */
    Optional<Head> head(int lane);

    /** What stands at the places from {@code from} to before {@code to}, by index, some perhaps left out or there twice. */
    void places(int lane, long from, long to, Consumer<Placed> each);

    /** An index of that lane after which nothing stands: work on a claimed size is bounded by it. */
    long end(int lane);

    /** The places of a lane below 0, and from that size on. */
    Outside outside(int lane, long size);

    /** Ids of entries that stand at more than one place, a bounded number of them. */
    List<String> repeated();

    /** The widest stored form of a tile; empty if there is none. */
    Optional<Tile> widest(int lane, int level, long index);

    /** Every entry that is stored without a place, and every one that waits and is not stored. */
    void unplaced(Consumer<Unplaced> each);

    /** How many entries wait for their place; cheap, whatever the size of the log. */
    long waiting();

    /** The data keys that are there. */
    List<DataKey> dataKeys();
}
