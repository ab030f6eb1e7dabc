package org.caregate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.caregate.audit.checkpoint.Checkpoint;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.checkpoint.SignedCheckpoint;
import org.caregate.audit.entry.StoredEntry;
import org.caregate.audit.memory.PendingRow;
import org.caregate.audit.sequencing.Batch;
import org.caregate.audit.sequencing.HeadStore.Found;
import org.caregate.audit.sequencing.HeadStore.Place;
import org.caregate.audit.sequencing.HeadStore.Placement;
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

    /** Places what waits in that batch, whatever it is. */
    private List<UUID> place(int lane, long previousSize, int most) {
        List<UUID> rows = log.heads.waiting(most);
        List<UUID> entries = log.heads.rows(rows).stream()
                .flatMap(row -> row.entries().stream())
                .toList();
        log.heads.place(
                entries,
                rows,
                found -> Optional.of(new Placement(
                        entries, new Batch(head(lane, previousSize, previousSize + entries.size()), List.of()))));
        return entries;
    }

    @Test
    void emptyStore_hasNoHeads_andNothingWaits() {
        assertThat(log.heads.head(1)).isEmpty();
        assertThat(log.heads.heads(Set.of())).isEmpty();
        assertThat(log.heads.coveredByRoot()).isEmpty();
        assertThat(log.source.lanes()).isEmpty();
        assertThat(log.heads.waiting(10)).isEmpty();
    }

    @Test
    void secondHeadFromTheSameSize_isRefused_andLeavesNothing() {
        log.insert(2);
        place(1, 0, 1);
        List<UUID> rows = log.heads.waiting(5);
        assertThatThrownBy(() -> log.heads.place(
                        rows,
                        rows,
                        found -> Optional.of(new Placement(
                                rows, new Batch(head(1, 0, 1), List.of(new Tile(0, 9, List.of(Hash.EMPTY))))))))
                .isInstanceOf(HeadTakenException.class);
        assertThat(log.heads.head(1).orElseThrow().size()).isEqualTo(1);
        assertThat(log.source.widest(1, 0, 9)).isEmpty();
        assertThat(log.heads.waiting(5)).isEqualTo(rows).hasSize(1);
        place(2, 0, 5);
        assertThat(log.heads.heads(Set.of())).extracting(Head::lane).containsExactly(1, 2);
        assertThat(log.heads.heads(Set.of(1, 7))).extracting(Head::lane).containsExactly(2);
        assertThat(log.heads.waiting(5)).isEmpty();
    }

    @Test
    void batchThatThrows_leavesItsEntriesWaiting() {
        log.insert(3);
        List<UUID> rows = log.heads.waiting(10);
        assertThatThrownBy(() -> log.heads.place(rows, rows, found -> {
                    assertThat(found).hasSize(3).allMatch(entry -> entry.leaf() != null && entry.place() == null);
                    throw new IllegalStateException("crash");
                }))
                .hasMessage("crash");
        assertThat(log.heads.waiting(10)).isEqualTo(rows);
        log.anchored(0).check(3);
    }

    @Test
    void waitingRow_isReadBackAsItWasWritten_andProvesItsEntries() {
        List<StoredEntry> three =
                Stream.generate(() -> log.stored(log.entry())).limit(3).toList();
        log.entries.insert(three);
        log.entries.insert(List.of(log.stored(log.entry())));
        List<UUID> rows = log.heads.waiting(10);
        assertThat(rows).hasSize(2).isSorted();
        PendingRow first =
                Objects.requireNonNull(log.heads.rows(rows).getFirst().row());
        PendingRow second =
                Objects.requireNonNull(log.heads.rows(rows).getLast().row());
        assertThat(first.entries())
                .isEqualTo(three.stream().map(StoredEntry::id).toList());
        assertThat(second.follows()).containsExactly(first.id());
        assertThat(second.number()).isEqualTo(first.number() + 1);
        List<Hash> leaves =
                three.stream().map(entry -> Hash.ofLeaf(entry.leaf().toArray())).toList();
        assertThat(TestLog.pendingKey().proves(first, leaves)).isTrue();
        assertThat(TestLog.pendingKey().proves(first, leaves.reversed())).isFalse();
    }

    @Test
    void entry_isFoundWithItsBytesAndItsPlace_andAStrangersIsNot() {
        StoredEntry entry = log.stored(log.entry());
        log.entries.insert(List.of(entry));
        UUID nowhere = UUID.randomUUID();
        assertThat(log.heads.find(List.of(nowhere, entry.id())))
                .containsExactly(new Found(nowhere, null, null), new Found(entry.id(), entry.leaf(), null));
        log.sequencer.step();
        assertThat(log.heads.find(List.of(entry.id())))
                .containsExactly(new Found(entry.id(), entry.leaf(), new Place(1, 0)));
        assertThat(log.heads.find(List.of())).isEmpty();
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
