package org.caregate.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class MerkleTreeProperties {
    /** A tree as it is stored: full tiles as they were filled, and the edge's. */
    private static final class Tree {
        private final Map<String, Tile> tiles = new HashMap<>();
        private final TreeEdge edge = new TreeEdge();

        Tree(long size) {
            for (long i = 0; i < size; i++) {
                edge.append(leaf(i)).forEach(this::put);
            }
            edge.partialTiles().forEach(this::put);
        }

        private void put(Tile tile) {
            tiles.put(tile.level() + "/" + tile.index(), tile);
        }

        TileSource source() {
            return (level, index, width) -> {
                Tile tile = tiles.get(level + "/" + index);
                if (tile == null || tile.width() < width) {
                    throw new MissingTileException(level + "/" + index);
                }
                return new Tile(level, index, tile.hashes().subList(0, width));
            };
        }

        TreeHashes hashes() {
            return new TreeHashes(edge.size(), source());
        }
    }

    private static final Tree BIG = new Tree(70_000);

    private static Hash leaf(long index) {
        return Hash.ofLeaf(ByteBuffer.allocate(8).putLong(index).array());
    }

    /** RFC 6962 §2.1 as it is written, to compare with. */
    private static Hash naive(long begin, long end) {
        if (end == begin) {
            return Hash.EMPTY;
        }
        if (end - begin == 1) {
            return leaf(begin);
        }
        long left = Long.highestOneBit(end - begin - 1);
        return Hash.ofNode(naive(begin, begin + left), naive(begin + left, end));
    }

    @Property(tries = 60)
    void everyWayToARoot_agrees(@ForAll @IntRange(max = 1200) int size) {
        Tree tree = new Tree(size);
        CompactRange range = new CompactRange();
        for (int i = 0; i < size; i++) {
            range.append(leaf(i));
        }
        Hash root = naive(0, size);
        assertThat(range.root()).isEqualTo(root);
        assertThat(tree.edge.root()).isEqualTo(root);
        assertThat(tree.hashes().rootAt(size)).isEqualTo(root);
        assertThat(TreeEdge.load(size, tree.source()).root()).isEqualTo(root);
        assertThat(TreeEdge.load(size, tree.source()).partialTiles()).isEqualTo(tree.edge.partialTiles());
    }

    @Property(tries = 200)
    void everyLeaf_isProvedToBeWhereItIs_andNowhereElse(@ForAll @LongRange(max = 69_999) long index) {
        InclusionProof proof = InclusionProof.of(index, BIG.hashes());
        Hash root = BIG.edge.root();
        assertThat(proof.proves(leaf(index), root)).isTrue();
        assertThat(proof.proves(leaf(index + 1), root)).isFalse();
        assertThat(proof.proves(leaf(index), Hash.EMPTY)).isFalse();
        assertThat(new InclusionProof(index ^ 1, proof.size(), proof.path()).proves(leaf(index), root))
                .isFalse();
        assertThat(new InclusionProof(index, proof.size(), withoutLast(proof.path())).proves(leaf(index), root))
                .isFalse();
        assertThat(new InclusionProof(index, proof.size(), withOneMore(proof.path())).proves(leaf(index), root))
                .isFalse();
        assertThat(new InclusionProof(-1, proof.size(), proof.path()).proves(leaf(index), root))
                .isFalse();
        assertThat(new InclusionProof(proof.size(), proof.size(), proof.path()).proves(leaf(index), root))
                .isFalse();
    }

    @Property(tries = 200)
    void everyEarlierTree_isProvedToBeAPrefix(@ForAll @LongRange(min = 1, max = 70_000) long earlier) {
        TreeHashes tree = BIG.hashes();
        ConsistencyProof proof = ConsistencyProof.of(earlier, tree);
        Hash old = tree.rootAt(earlier);
        Hash root = BIG.edge.root();
        assertThat(proof.proves(old, root)).isTrue();
        assertThat(proof.proves(Hash.EMPTY, root)).isFalse();
        assertThat(proof.proves(old, Hash.EMPTY)).isFalse();
        assertThat(new ConsistencyProof(earlier, proof.later(), withOneMore(proof.path())).proves(old, root))
                .isFalse();
        if (!proof.path().isEmpty()) {
            assertThat(new ConsistencyProof(earlier, proof.later(), withoutLast(proof.path())).proves(old, root))
                    .isFalse();
        }
        assertThat(new ConsistencyProof(0, proof.later(), proof.path()).proves(old, root))
                .isFalse();
        assertThat(new ConsistencyProof(proof.later() + 1, proof.later(), proof.path()).proves(old, root))
                .isFalse();
    }

    @Property(tries = 100)
    void tile_isReadBackAsItWasStored(@ForAll @IntRange(min = 1, max = 256) int width) {
        List<Hash> hashes = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            hashes.add(leaf(i));
        }
        Tile tile = new Tile(0, 7, hashes);
        assertThat(Tile.of(0, 7, tile.toByteArray())).isEqualTo(tile);
        assertThat(tile.root()).isEqualTo(naive(0, width));
        assertThat(tile.isFull()).isEqualTo(width == 256);
    }

    private static List<Hash> withoutLast(List<Hash> path) {
        return path.isEmpty() ? List.of(Hash.EMPTY) : path.subList(0, path.size() - 1);
    }

    private static List<Hash> withOneMore(List<Hash> path) {
        List<Hash> more = new ArrayList<>(path);
        more.add(Hash.EMPTY);
        return more;
    }
}
