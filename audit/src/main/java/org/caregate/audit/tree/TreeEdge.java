package org.caregate.audit.tree;

import java.util.ArrayList;
import java.util.List;

/** The growing right edge of a tiled tree: its unfinished tile on each level. Owned by one thread. */
public final class TreeEdge {
    private final List<List<Hash>> levels;
    private long size;

    /** An empty tree. */
    public TreeEdge() {
        this(0, List.of());
    }

    private TreeEdge(long size, List<List<Hash>> levels) {
        this.size = size;
        this.levels = new ArrayList<>();
        levels.forEach(level -> this.levels.add(new ArrayList<>(level)));
    }

    /** The edge of a tree of that size, from what is stored of it. */
    public static TreeEdge load(long size, TileSource tiles) {
        TreeEdge edge = new TreeEdge();
        edge.size = size;
        for (int level = 0; (size >>> (Tile.HEIGHT * level)) > 0; level++) {
            long nodes = size >>> (Tile.HEIGHT * level);
            int width = (int) (nodes % Tile.FULL_WIDTH);
            edge.levels.add(
                    width == 0
                            ? new ArrayList<>()
                            : new ArrayList<>(tiles.tile(level, nodes / Tile.FULL_WIDTH, width)
                                    .hashes()));
        }
        return edge;
    }

    /** A copy to try a batch on, so that a batch that fails leaves this one as it was. */
    public TreeEdge copy() {
        return new TreeEdge(size, levels);
    }

    /** Appends a leaf; the tiles that it fills. */
    public List<Tile> append(Hash leaf) {
        List<Tile> filled = new ArrayList<>();
        Hash hash = leaf;
        size++;
        for (int level = 0; ; level++) {
            if (level == levels.size()) {
                levels.add(new ArrayList<>());
            }
            List<Hash> hashes = levels.get(level);
            hashes.add(hash);
            if (hashes.size() < Tile.FULL_WIDTH) {
                return filled;
            }
            Tile tile = new Tile(level, (size >>> (Tile.HEIGHT * (level + 1))) - 1, hashes);
            filled.add(tile);
            hash = tile.root();
            hashes.clear();
        }
    }

    /** The unfinished tiles. */
    public List<Tile> partialTiles() {
        List<Tile> tiles = new ArrayList<>();
        for (int level = 0; level < levels.size(); level++) {
            if (!levels.get(level).isEmpty()) {
                tiles.add(new Tile(level, size >>> (Tile.HEIGHT * (level + 1)), levels.get(level)));
            }
        }
        return tiles;
    }

    public long size() {
        return size;
    }

    public Hash root() {
        CompactRange range = new CompactRange();
        for (int level = levels.size() - 1; level >= 0; level--) {
            for (Hash hash : levels.get(level)) {
                range.append(Tile.HEIGHT * level, hash);
            }
        }
        return range.root();
    }
}
