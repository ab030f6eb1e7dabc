package org.caregate.audit.tree;

/** Where the tiles of one tree are read. */
@FunctionalInterface
public interface TileSource {
    /**
     * The first {@code width} hashes of a tile.
     *
     * @throws MissingTileException if they are not there
     */
    Tile tile(int level, long index, int width);
}
