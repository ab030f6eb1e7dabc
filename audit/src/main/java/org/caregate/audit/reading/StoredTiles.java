package org.caregate.audit.reading;

import java.util.ArrayList;
import java.util.List;
import org.caregate.audit.tree.Hash;
import org.caregate.audit.tree.MissingTileException;
import org.caregate.audit.tree.Tile;
import org.caregate.audit.tree.TileSource;

/** The tiles of one lane; what is not stored of its right edge yet is made from what is. */
public final class StoredTiles implements TileSource {
    private final LogSource source;
    private final int lane;

    public StoredTiles(LogSource source, int lane) {
        this.source = source;
        this.lane = lane;
    }

    @Override
    public Tile tile(int level, long index, int width) {
        return source.widest(lane, level, index)
                .filter(stored -> stored.width() >= width)
                .map(stored -> new Tile(level, index, stored.hashes().subList(0, width)))
                .orElseGet(() -> level == 0 ? fromLeaves(index, width) : fromBelow(level, index, width));
    }

    private Tile fromLeaves(long index, int width) {
        long first = index * Tile.FULL_WIDTH;
        List<Hash> hashes = new ArrayList<>(width);
        source.places(lane, first, first + width, placed -> {
            if (placed.leaf() == null || placed.index() != first + hashes.size()) {
                throw new MissingTileException("lane " + lane + " lacks leaf " + (first + hashes.size()));
            }
            hashes.add(Hash.ofLeaf(placed.leaf().toArray()));
        });
        if (hashes.size() < width) {
            throw new MissingTileException("lane " + lane + " lacks leaf " + (first + hashes.size()));
        }
        return new Tile(0, index, hashes);
    }

    private Tile fromBelow(int level, long index, int width) {
        List<Hash> hashes = new ArrayList<>(width);
        for (int i = 0; i < width; i++) {
            hashes.add(tile(level - 1, index * Tile.FULL_WIDTH + i, Tile.FULL_WIDTH)
                    .root());
        }
        return new Tile(level, index, hashes);
    }
}
