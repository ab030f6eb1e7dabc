package org.caregate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.caregate.audit.checkpoint.Checkpoint;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.checkpoint.SignedCheckpoint;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.sequencing.Batch;
import org.caregate.audit.sequencing.Head;
import org.caregate.audit.sequencing.HeadTakenException;
import org.caregate.audit.tree.Hash;
import org.caregate.audit.tree.Tile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link org.caregate.audit.sequencing.HeadStore} has to do, and the log source beside it. */
public abstract class HeadStoreContract {
    private TestLog log;

    /** A log over an empty store. */
    protected abstract TestLog emptyLog();

    @BeforeEach
    void open() {
        log = emptyLog();
    }

    private Head head(int lane, long previousSize, long size) {
        Checkpoint checkpoint = new Checkpoint(LogKey.laneOrigin(TestLog.ORIGIN, lane), size, Hash.EMPTY);
        return new Head(lane, previousSize, SignedCheckpoint.sign(checkpoint, log.signer), Instant.EPOCH);
    }

    @Test
    void emptyStore_hasNoHeads_andPlacesNothing() {
        assertThat(log.heads.head(1)).isEmpty();
        assertThat(log.heads.heads()).isEmpty();
        assertThat(log.heads.coveredByRoot()).isEmpty();
        assertThat(log.source.lanes()).isEmpty();
        assertThat(log.heads.sequence(10, leaves -> {
                    throw new AssertionError("nothing waits");
                }))
                .isZero();
    }

    @Test
    void secondHeadFromTheSameSize_isRefused_andLeavesNothing() {
        log.insert(2);
        log.heads.sequence(1, leaves -> new Batch(head(1, 0, 1), List.of()));
        assertThatThrownBy(() -> log.heads.sequence(
                        1, leaves -> new Batch(head(1, 0, 1), List.of(new Tile(0, 9, List.of(Hash.EMPTY))))))
                .isInstanceOf(HeadTakenException.class);
        assertThat(log.heads.head(1).orElseThrow().size()).isEqualTo(1);
        assertThat(log.source.widest(1, 0, 9)).isEmpty();
        assertThat(log.source.waiting()).isEqualTo(1);
        assertThat(log.heads.sequence(5, leaves -> new Batch(head(2, 0, 1), List.of())))
                .isEqualTo(1);
        assertThat(log.heads.heads()).extracting(Head::lane).containsExactly(1, 2);
    }

    @Test
    void batchThatThrows_leavesItsEntriesWaiting() {
        log.insert(3);
        assertThatThrownBy(() -> log.heads.sequence(10, leaves -> {
                    assertThat(leaves).hasSize(3);
                    throw new IllegalStateException("crash");
                }))
                .hasMessage("crash");
        assertThat(log.source.waiting()).isEqualTo(3);
        log.anchored(0).check(3);
    }

    @Test
    void entriesStoredTogether_canBePlacedInParts_andEachOnce() {
        log.entries.insert(
                Stream.generate(() -> log.stored(log.entry())).limit(5).toList());
        List<Bytes> placed = new ArrayList<>();
        for (int part : List.of(2, 2, 1, 0)) {
            int before = placed.size();
            assertThat(log.heads.sequence(2, leaves -> {
                        placed.addAll(leaves);
                        return new Batch(head(1, before, placed.size()), List.of());
                    }))
                    .isEqualTo(part);
        }
        assertThat(placed).hasSize(5).doesNotHaveDuplicates();
        assertThat(log.source.waiting()).isZero();
    }

    @Test
    void widestTile_isTheOneTold() {
        Tile narrow = new Tile(0, 3, List.of(Hash.EMPTY));
        Tile wide = new Tile(0, 3, List.of(Hash.EMPTY, Hash.EMPTY));
        log.heads.keep(4, List.of(narrow));
        assertThat(log.source.widest(4, 0, 3)).contains(narrow);
        log.heads.keep(4, List.of(wide));
        log.heads.keep(4, List.of(narrow));
        assertThat(log.source.widest(4, 0, 3)).contains(wide);
        assertThat(log.source.widest(4, 1, 3)).isEmpty();
    }

    @Test
    void logOfManyBatches_verifies_alsoAfterARestart() {
        log.anchored(10).anchored(250).sequenced(40);
        log.restarted().anchored(5).check(305);
    }

    @Test
    void lostLane_isNotTakenAgain() {
        int lane = log.heads.takeLane(Set.of());
        assertThat(log.heads.takeLane(Set.of(lane))).isNotEqualTo(lane);
    }

    @Test
    void twoWritersRacing_placeEveryEntryOnce() throws Exception {
        TestLog other = log.restarted();
        log.sequenced(1);
        other.sequenced(1);
        try (ExecutorService both = Executors.newFixedThreadPool(4)) {
            List<Callable<Object>> work =
                    List.of(() -> rounds(log), () -> rounds(other), () -> inserts(), () -> inserts());
            for (Future<Object> done : both.invokeAll(work)) {
                done.get();
            }
        }
        log.anchored(0).check(202);
    }

    private Object rounds(TestLog writer) {
        for (int i = 0; i < 60; i++) {
            writer.sequencer.step();
            if (i % 20 == 0) {
                writer.root.publish();
            }
        }
        return writer;
    }

    private Object inserts() {
        log.insert(100);
        return log;
    }
}
