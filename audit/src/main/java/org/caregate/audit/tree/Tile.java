package org.caregate.audit.tree;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Up to 256 neighbouring hashes of one level of the tree (C2SP tlog-tiles): level 0 holds leaf hashes, level n the roots of the
 * full tiles of level n-1.
 */
public record Tile(int level, long index, List<Hash> hashes) {
    public static final int HEIGHT = 8;
    public static final int FULL_WIDTH = 1 << HEIGHT;

    public Tile {
        hashes = List.copyOf(hashes);
        if (hashes.isEmpty() || hashes.size() > FULL_WIDTH) {
            throw new IllegalArgumentException("a tile of " + hashes.size() + " hashes");
        }
    }

    public int width() {
        return hashes.size();
    }

    public boolean isFull() {
        return width() == FULL_WIDTH;
    }

    /** The hash that stands for this tile one level up. */
    public Hash root() {
        CompactRange range = new CompactRange();
        hashes.forEach(range::append);
        return range.root();
    }

    /** The stored form: the hashes one after another. */
    public byte[] toByteArray() {
        var out = new ByteArrayOutputStream(width() * Hash.BYTES);
        hashes.forEach(hash -> out.writeBytes(hash.toArray()));
        return out.toByteArray();
    }

    public static Tile of(int level, long index, byte[] stored) {
        if (stored.length % Hash.BYTES != 0) {
            throw new IllegalArgumentException("a tile of " + stored.length + " bytes");
        }
        List<Hash> hashes = new ArrayList<>(stored.length / Hash.BYTES);
        for (int from = 0; from < stored.length; from += Hash.BYTES) {
            hashes.add(Hash.of(Arrays.copyOfRange(stored, from, from + Hash.BYTES)));
        }
        return new Tile(level, index, hashes);
    }
}
