package org.caregate.audit.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.caregate.audit.TestLog;
import org.caregate.audit.checkpoint.Checkpoint;
import org.caregate.audit.checkpoint.CheckpointSigner;
import org.caregate.audit.checkpoint.MalformedNoteException;
import org.caregate.audit.checkpoint.SignedCheckpoint;
import org.caregate.audit.tree.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnchorFolderTests {
    private static final CheckpointSigner SIGNER = TestLog.signer();

    @TempDir
    Path folder;

    private static AnchoredCheckpoint of(long size, Hash root) {
        return new AnchoredCheckpoint(
                SignedCheckpoint.sign(new Checkpoint(TestLog.ORIGIN, size, root), SIGNER),
                List.of(
                        SignedCheckpoint.sign(new Checkpoint(TestLog.ORIGIN + "/lane/1", size * 10, root), SIGNER),
                        SignedCheckpoint.sign(new Checkpoint(TestLog.ORIGIN + "/lane/2", size, root), SIGNER)));
    }

    @Test
    void checkpoints_areReadBackInOrderOfSize() throws IOException {
        AnchorFolder anchor = new AnchorFolder(folder.resolve("not/there/yet"));
        assertThat(anchor.latest()).isEmpty();
        for (long size : List.of(2L, 10L, 999L, 1000L, 1_000_000L)) {
            anchor.write(of(size, Hash.EMPTY));
            assertThat(anchor.latest()).contains(of(size, Hash.EMPTY));
        }
        List<AnchoredCheckpoint> all = new ArrayList<>();
        anchor.forEach(all::add);
        assertThat(all).extracting(one -> one.root().size()).containsExactly(2L, 10L, 999L, 1000L, 1_000_000L);
        assertThat(all.getFirst()).isEqualTo(of(2, Hash.EMPTY));
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(file -> file.toString().endsWith(".new"))).isEmpty();
        }
    }

    @Test
    void smallerTree_neverCountsAsTheLatest() {
        AnchorFolder anchor = new AnchorFolder(folder);
        anchor.write(of(5, Hash.EMPTY));
        anchor.write(of(3, Hash.EMPTY));
        assertThat(anchor.latest()).contains(of(5, Hash.EMPTY));
    }

    @Test
    void otherTreeOfTheSameSize_isRefused_andTheFirstStays() {
        AnchorFolder anchor = new AnchorFolder(folder);
        anchor.write(of(5, Hash.EMPTY));
        anchor.write(of(5, Hash.EMPTY));
        assertThatThrownBy(() -> anchor.write(of(5, Hash.ofLeaf(new byte[0]))))
                .isInstanceOf(AnchorConflictException.class);
        assertThat(anchor.latest()).contains(of(5, Hash.EMPTY));
    }

    @Test
    void lostCopyOfTheLatest_isFoundAmongTheFiles() throws IOException {
        AnchorFolder anchor = new AnchorFolder(folder);
        anchor.write(of(5, Hash.EMPTY));
        anchor.write(of(1005, Hash.EMPTY));
        Files.delete(folder.resolve("latest"));
        assertThat(anchor.latest()).contains(of(1005, Hash.EMPTY));
    }

    @Test
    void noteOfAnotherLogAmongTheLanes_isRefused() {
        String text = of(5, Hash.EMPTY).text().replace("audit/lane/2", "other/lane/2");
        assertThatThrownBy(() -> AnchoredCheckpoint.parse(text)).isInstanceOf(MalformedNoteException.class);
        assertThatThrownBy(() -> AnchoredCheckpoint.parse("garbage")).isInstanceOf(MalformedNoteException.class);
    }
}
