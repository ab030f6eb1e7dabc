package org.caregate.audit.reading;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.sequencing.Head;
import org.caregate.audit.tree.Tile;
import org.jspecify.annotations.Nullable;

/** A log as it is stored, read without trust: anything may be missing or changed. */
public interface LogSource {
    /**
     * What stands at a place of a lane.
     *
     * @param leaf its bytes; null if they are missing
     * @param copiesAgree false if what the entry is searched by is not what its bytes say
     */
    record Placed(long index, @Nullable Bytes leaf, boolean copiesAgree) {}

    /** The lanes that the source knows of, without the root. */
    List<Integer> lanes();

    /** The newest head of a lane or of the root as it is stored. */
    Optional<Head> head(int lane);

    /** What stands at the places from {@code from} to before {@code to}, by index, some perhaps left out. */
    void places(int lane, long from, long to, Consumer<Placed> each);

    /** The widest stored form of a tile; empty if there is none. */
    Optional<Tile> widest(int lane, int level, long index);

    /** Entries that are stored without a place: those that wait for one, and those that do not. */
    Unplaced unplaced();

    /**
     * Entries without a place.
     *
     * @param waiting how many wait for their place
     * @param strays ids of entries that have none and do not wait, and of ones that wait and are not there
     */
    record Unplaced(long waiting, List<String> strays) {}
}
