package org.caregate.audit.tree;

import java.util.ArrayList;
import java.util.List;

/** The right edge of a tree that grows leaf by leaf: one hash for each one-bit of its size. */
public final class CompactRange {
    private record Subtree(int height, Hash hash) {}

    private final List<Subtree> subtrees = new ArrayList<>();
    private long size;

    public CompactRange copy() {
        CompactRange copy = new CompactRange();
        copy.subtrees.addAll(subtrees);
        copy.size = size;
        return copy;
    }

    public void append(Hash leaf) {
        append(0, leaf);
    }

    /** Appends a whole subtree of 2^height leaves; the size so far must be a multiple of that. */
    public void append(int height, Hash subtree) {
        if ((size & ((1L << height) - 1)) != 0) {
            throw new IllegalArgumentException("a subtree of height " + height + " after " + size + " leaves");
        }
        Subtree last = new Subtree(height, subtree);
        while (!subtrees.isEmpty() && subtrees.getLast().height() == last.height()) {
            Subtree left = subtrees.removeLast();
            last = new Subtree(last.height() + 1, Hash.ofNode(left.hash(), last.hash()));
        }
        subtrees.add(last);
        size += 1L << height;
    }

    public long size() {
        return size;
    }

    /** The Merkle tree hash of everything appended so far (RFC 6962 §2.1). */
    public Hash root() {
        if (subtrees.isEmpty()) {
            return Hash.EMPTY;
        }
        Hash root = subtrees.getLast().hash();
        for (int i = subtrees.size() - 2; i >= 0; i--) {
            root = Hash.ofNode(subtrees.get(i).hash(), root);
        }
        return root;
    }
}
