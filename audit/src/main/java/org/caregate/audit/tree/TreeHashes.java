package org.caregate.audit.tree;

import java.util.List;

/** The hashes of a tree of a known size, read from its tiles. */
public final class TreeHashes {
    private final long size;
    private final TileSource tiles;

    public TreeHashes(long size, TileSource tiles) {
        this.size = size;
        this.tiles = tiles;
    }

    public long size() {
        return size;
    }

    /** The hash of the leaves from {@code begin} to before {@code end}: MTH(D[begin:end]) of RFC 6962 §2.1. */
    public Hash range(long begin, long end) {
        if (begin < 0 || begin > end || end > size) {
            throw new IllegalArgumentException("leaves " + begin + " to " + end + " of " + size);
        }
        if (begin == end) {
            return Hash.EMPTY;
        }
        long width = end - begin;
        if (Long.bitCount(width) == 1 && begin % width == 0) {
            return subtree(Long.numberOfTrailingZeros(width), begin / width);
        }
        long left = Long.highestOneBit(width - 1);
        return Hash.ofNode(range(begin, begin + left), range(begin + left, end));
    }

    /** The root that the tree had at an earlier size, or has. */
    public Hash rootAt(long earlier) {
        return range(0, earlier);
    }

    private Hash subtree(int height, long index) {
        int level = height / Tile.HEIGHT;
        int inside = 1 << (height % Tile.HEIGHT); // hashes of the level that the subtree spans
        long first = index * inside;
        long tile = first / Tile.FULL_WIDTH;
        int from = (int) (first % Tile.FULL_WIDTH);
        long stored = (size >>> (Tile.HEIGHT * level)) - tile * Tile.FULL_WIDTH;
        int width = (int) Math.min(Tile.FULL_WIDTH, stored);
        List<Hash> hashes = tiles.tile(level, tile, width).hashes().subList(from, from + inside);
        CompactRange range = new CompactRange();
        hashes.forEach(range::append);
        return range.root();
    }
}
