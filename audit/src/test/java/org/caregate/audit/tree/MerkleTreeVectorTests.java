package org.caregate.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The well-known vectors of RFC 6962 implementations: eight leaves and their roots. */
class MerkleTreeVectorTests {
    static final List<byte[]> LEAVES = List.of(
            hex(""),
            hex("00"),
            hex("10"),
            hex("2021"),
            hex("3031"),
            hex("40414243"),
            hex("5051525354555657"),
            hex("606162636465666768696a6b6c6d6e6f"));

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    @ParameterizedTest
    @Requirement("RFC6962-2.1")
    @CsvSource({
        "0,e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "1,6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2,fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3,aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4,d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5,4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6,76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7,ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8,5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void root_isThatOfTheVectors(int size, String root) {
        CompactRange range = new CompactRange();
        TreeEdge edge = new TreeEdge();
        for (byte[] leaf : LEAVES.subList(0, size)) {
            range.append(Hash.ofLeaf(leaf));
            assertThat(edge.append(Hash.ofLeaf(leaf))).isEmpty();
        }
        assertThat(range.root()).hasToString(root);
        assertThat(edge.root()).hasToString(root);
    }

    @Test
    @Requirement("RFC6962-2.1.1")
    void inclusionProof_isThatOfTheVectors() {
        TreeHashes tree = tree(8);
        assertThat(InclusionProof.of(5, tree).path())
                .extracting(Hash::toString)
                .containsExactly(
                        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    }

    @Test
    @Requirement("RFC6962-2.1.2")
    void consistencyProof_isThatOfTheVectors() {
        assertThat(ConsistencyProof.of(6, tree(8)).path())
                .extracting(Hash::toString)
                .containsExactly(
                        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    }

    private static TreeHashes tree(int size) {
        List<Hash> hashes = new ArrayList<>();
        LEAVES.subList(0, size).forEach(leaf -> hashes.add(Hash.ofLeaf(leaf)));
        return new TreeHashes(size, (level, index, width) -> new Tile(level, index, hashes.subList(0, width)));
    }
}
