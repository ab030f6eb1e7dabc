package org.caregate.audit.sequencing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.reading.LogSource;
import org.caregate.audit.reading.StoredTiles;
import org.caregate.audit.sequencing.HeadStore.Place;
import org.caregate.audit.tree.Hash;
import org.caregate.audit.tree.InclusionProof;
import org.caregate.audit.tree.MissingTileException;
import org.caregate.audit.tree.Tile;
import org.caregate.audit.tree.TreeHashes;

/** Proves that leaves stand in a signed tree, instead of believing the store's word for it. Short-lived: it keeps what it read. */
final class Presence {
    private final LogSource source;
    private final LogKey key;
    private final Map<Integer, Optional<TreeHashes>> trees = new HashMap<>();
    private final Map<Integer, Hash> roots = new HashMap<>();

    Presence(LogSource source, LogKey key) {
        this.source = source;
        this.key = key;
    }

    /** Whether a signed head of that lane commits to this leaf at that index. */
    boolean proved(Hash leaf, Place place) {
        try {
            Optional<TreeHashes> tree = trees.computeIfAbsent(place.lane(), this::tree);
            return tree.isPresent()
                    && place.index() >= 0
                    && place.index() < tree.get().size()
                    && InclusionProof.of(place.index(), tree.get())
                            .proves(leaf, Objects.requireNonNull(roots.get(place.lane())));
        } catch (MissingTileException changed) {
            return false;
        }
    }

    private Optional<TreeHashes> tree(int lane) {
        Optional<Head> head = lane == Head.ROOT ? Optional.empty() : source.head(lane);
        if (head.isEmpty() || !head.get().checkpoint().isSignedBy(key.ofLane(lane))) {
            return Optional.empty();
        }
        roots.put(lane, head.get().checkpoint().root());
        StoredTiles stored = new StoredTiles(source, lane);
        Map<List<Long>, Tile> read = new HashMap<>();
        return Optional.of(new TreeHashes(
                head.get().size(),
                (level, index, width) -> read.computeIfAbsent(
                        List.of((long) level, index, (long) width), unread -> stored.tile(level, index, width))));
    }
}
