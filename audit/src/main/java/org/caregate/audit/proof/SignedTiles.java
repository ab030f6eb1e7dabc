package org.caregate.audit.proof;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caregate.audit.checkpoint.SignedCheckpoint;
import org.caregate.audit.reading.LogSource;
import org.caregate.audit.reading.StoredTiles;
import org.caregate.audit.tree.Hash;
import org.caregate.audit.tree.InclusionProof;
import org.caregate.audit.tree.MissingTileException;
import org.caregate.audit.tree.Tile;
import org.caregate.audit.tree.TileSource;
import org.caregate.audit.tree.TreeHashes;

/**
 * The leaf hashes of a lane that its signed checkpoint vouches for, a tile at a time. The inclusion proof of a tile's first leaf is
 * made from every other hash of that tile (RFC 6962 §2.1.1), so that it proves all of them at once.
 */
final class SignedTiles {
    private static final int KEPT = 64;

    private record Key(int level, long index, int width) {}

    private final TileSource stored;
    private final SignedCheckpoint checkpoint;
    private final Map<Key, Tile> upper = kept();
    private final Map<Long, Optional<List<Hash>>> proved = kept();

    SignedTiles(LogSource source, int lane, SignedCheckpoint checkpoint) {
        this.stored = new StoredTiles(source, lane);
        this.checkpoint = checkpoint;
    }

    long size() {
        return checkpoint.size();
    }

    /** Whether the leaf with that hash is what was signed at this index. */
    boolean hold(long index, Hash leaf) {
        return proved.computeIfAbsent(index / Tile.FULL_WIDTH, this::prove)
                .map(hashes -> hashes.get((int) (index % Tile.FULL_WIDTH)).equals(leaf))
                .orElse(false);
    }

    private Optional<List<Hash>> prove(long tile) {
        long first = tile * Tile.FULL_WIDTH;
        int width = (int) Math.min(Tile.FULL_WIDTH, size() - first);
        try {
            Tile own = stored.tile(0, tile, width);
            TileSource seen = (level, index, wide) -> {
                if (level == 0 && index == tile) {
                    return new Tile(0, tile, own.hashes().subList(0, wide)); // the very hashes that are proved
                }
                return level == 0
                        ? stored.tile(level, index, wide)
                        : upper.computeIfAbsent(new Key(level, index, wide), key -> stored.tile(level, index, wide));
            };
            InclusionProof proof = InclusionProof.of(first, new TreeHashes(size(), seen));
            return proof.proves(own.hashes().getFirst(), checkpoint.root())
                    ? Optional.of(own.hashes())
                    : Optional.empty();
        } catch (MissingTileException | IllegalArgumentException notThere) {
            return Optional.empty();
        }
    }

    private static <K, V> Map<K, V> kept() {
        return new LinkedHashMap<>(KEPT, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > KEPT;
            }
        };
    }
}
