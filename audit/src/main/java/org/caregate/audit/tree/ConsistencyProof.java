package org.caregate.audit.tree;

import java.util.ArrayList;
import java.util.List;

/** Proof that a tree only grew between two sizes (RFC 6962 §2.1.2; verified as RFC 9162 §2.1.4.2 says). */
public record ConsistencyProof(long earlier, long later, List<Hash> path) {
    public ConsistencyProof {
        path = List.copyOf(path);
    }

    public static ConsistencyProof of(long earlier, TreeHashes tree) {
        if (earlier < 1 || earlier > tree.size()) {
            throw new IllegalArgumentException("from " + earlier + " to " + tree.size());
        }
        List<Hash> path = new ArrayList<>();
        collect(earlier, 0, tree.size(), true, tree, path);
        return new ConsistencyProof(earlier, tree.size(), path);
    }

    private static void collect(long earlier, long begin, long end, boolean whole, TreeHashes tree, List<Hash> path) {
        if (earlier == end) {
            if (!whole) {
                path.add(tree.range(begin, end));
            }
            return;
        }
        long middle = begin + Long.highestOneBit(end - begin - 1);
        if (earlier <= middle) {
            collect(earlier, begin, middle, whole, tree, path);
            path.add(tree.range(middle, end));
        } else {
            collect(earlier, middle, end, false, tree, path);
            path.add(tree.range(begin, middle));
        }
    }

    public boolean proves(Hash earlierRoot, Hash laterRoot) {
        if (earlier < 1 || earlier > later) {
            return false;
        }
        if (earlier == later) {
            return path.isEmpty() && earlierRoot.equals(laterRoot);
        }
        List<Hash> hashes = new ArrayList<>(path);
        if (Long.bitCount(earlier) == 1) {
            hashes.addFirst(earlierRoot);
        }
        if (hashes.isEmpty()) {
            return false;
        }
        int shift = Long.numberOfTrailingZeros(~(earlier - 1));
        long first = (earlier - 1) >>> shift;
        long second = (later - 1) >>> shift;
        Hash old = hashes.getFirst();
        Hash grown = hashes.getFirst();
        for (Hash hash : hashes.subList(1, hashes.size())) {
            if (second == 0) {
                return false;
            }
            if ((first & 1) == 1 || first == second) {
                old = Hash.ofNode(hash, old);
                grown = Hash.ofNode(hash, grown);
                while ((first & 1) == 0 && first != 0) {
                    first >>>= 1;
                    second >>>= 1;
                }
            } else {
                grown = Hash.ofNode(grown, hash);
            }
            first >>>= 1;
            second >>>= 1;
        }
        return second == 0 && old.equals(earlierRoot) && grown.equals(laterRoot);
    }
}
