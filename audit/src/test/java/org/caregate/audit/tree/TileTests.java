package org.caregate.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;

class TileTests {
    @Test
    @Requirement("C2SP-tlog-tiles-path")
    void path_groupsTheIndexByThreeDigits_andNamesAPartialWidth() {
        assertThat(TilePath.tile(0, 1_234_067, 256)).isEqualTo("tile/0/x001/x234/067");
        assertThat(TilePath.tile(1, 0, 12)).isEqualTo("tile/1/000.p/12");
        assertThat(TilePath.entries(999, 256)).isEqualTo("tile/entries/999");
        assertThat(TilePath.entries(1000, 1)).isEqualTo("tile/entries/x001/000.p/1");
    }

    @Test
    void emptyOversizedOrRaggedTile_isRefused() {
        assertThatThrownBy(() -> new Tile(0, 0, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Tile(0, 0, Collections.nCopies(257, Hash.EMPTY)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tile.of(0, 0, new byte[33])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Hash.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void subtreeThatDoesNotFit_isRefused() {
        CompactRange range = new CompactRange();
        range.append(Hash.EMPTY);
        assertThatThrownBy(() -> range.append(1, Hash.EMPTY)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rangeBeyondTheTree_isRefused() {
        TreeHashes tree = new TreeHashes(
                4, (level, index, width) -> new Tile(level, index, Collections.nCopies(width, Hash.EMPTY)));
        assertThatThrownBy(() -> tree.range(2, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree.range(-1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree.range(3, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> InclusionProof.of(4, tree)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ConsistencyProof.of(5, tree)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ConsistencyProof.of(0, tree)).isInstanceOf(IllegalArgumentException.class);
        assertThat(tree.rootAt(0)).isEqualTo(Hash.EMPTY);
    }

    @Test
    void batchTriedOnACopy_leavesTheEdgeAsItWas() {
        TreeEdge edge = new TreeEdge();
        edge.append(Hash.EMPTY);
        Hash before = edge.root();
        edge.copy().append(Hash.EMPTY);
        assertThat(edge.size()).isEqualTo(1);
        assertThat(edge.root()).isEqualTo(before);
    }
}
