package org.caregate.audit.tree;

import java.util.ArrayList;
import java.util.List;

/** Proof that a leaf stands at an index of a tree (RFC 6962 §2.1.1; verified as RFC 9162 §2.1.3.2 says). */
public record InclusionProof(long index, long size, List<Hash> path) {
    public InclusionProof {
        path = List.copyOf(path);
    }

    public static InclusionProof of(long index, TreeHashes tree) {
        if (index < 0 || index >= tree.size()) {
            throw new IllegalArgumentException("leaf " + index + " of " + tree.size());
        }
        List<Hash> path = new ArrayList<>();
        collect(index, 0, tree.size(), tree, path);
        return new InclusionProof(index, tree.size(), path);
    }

    private static void collect(long index, long begin, long end, TreeHashes tree, List<Hash> path) {
        if (end - begin == 1) {
            return;
        }
        long middle = begin + Long.highestOneBit(end - begin - 1);
        if (index < middle) {
            collect(index, begin, middle, tree, path);
            path.add(tree.range(middle, end));
        } else {
            collect(index, middle, end, tree, path);
            path.add(tree.range(begin, middle));
        }
    }

    public boolean proves(Hash leaf, Hash root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long node = index;
        long last = size - 1;
        Hash hash = leaf;
        for (Hash sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = Hash.ofNode(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                hash = Hash.ofNode(hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && hash.equals(root);
    }
}
