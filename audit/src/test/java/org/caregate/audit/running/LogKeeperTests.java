package org.caregate.audit.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.audit.GroupCommitAuditLog;
import org.caregate.audit.InMemoryStore;
import org.caregate.audit.LogStatus;
import org.caregate.audit.PromisedReceipt;
import org.caregate.audit.TestLog;
import org.caregate.audit.anchor.Anchor;
import org.caregate.audit.checkpoint.Checkpoint;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.checkpoint.SignedCheckpoint;
import org.caregate.audit.sequencing.Batch;
import org.caregate.audit.sequencing.BrokenLogException;
import org.caregate.audit.sequencing.HeadStore;
import org.caregate.audit.sequencing.LaneCheckpoint;
import org.caregate.audit.tree.Hash;
import org.caregate.audit.tree.Tile;
import org.caregate.audit.verification.Finding;
import org.junit.jupiter.api.Test;

class LogKeeperTests {
    private static final LogKeeper.Intervals FAST = new LogKeeper.Intervals(
            Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofMillis(20));

    private static final String LANE = LogKey.laneOrigin(TestLog.ORIGIN, 1);

    private final InMemoryStore store = new InMemoryStore();
    private final TestLog log = TestLog.inMemory(store);
    private final AtomicReference<Optional<String>> tables = new AtomicReference<>(Optional.empty());
    private LogStatus status = new LogStatus(log.memory, LogStatus.Limits.DEFAULT);
    private final List<RuntimeException> trouble = new CopyOnWriteArrayList<>();

    private LogKeeper keeper(LogKeeper.Intervals intervals) {
        return keeper(log, intervals);
    }

    private LogKeeper keeper(TestLog of, LogKeeper.Intervals intervals) {
        status = new LogStatus(of.memory, LogStatus.Limits.DEFAULT);
        return new LogKeeper(of.running, status, tables::get, intervals, trouble::add);
    }

    private static void await(BooleanSupplier condition) {
        Instant end = Instant.now().plusSeconds(10);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void entries_areSequencedAndAnchoredByThemselves() {
        try (LogKeeper keeper = keeper(FAST)) {
            keeper.start();
            log.insert(10);
            await(() -> log.anchor.latest().isPresent() && store.waiting() == 0);
            assertThat(status.brokenBecause()).isEmpty();
        }
        log.check(10);
        assertThat(log.verify().uncovered()).isEmpty();
        assertThat(trouble).isEmpty();
    }

    @Test
    void closing_publishesWhatWaits() {
        LogKeeper keeper = keeper(LogKeeper.Intervals.DEFAULT);
        keeper.start();
        log.insert(3);
        keeper.close();
        assertThat(log.verify().uncovered()).isEmpty();
        log.check(3);
    }

    @Test
    void passingTrouble_isReported_andTriedAgain() {
        store.fail(InMemoryStore.Step.SEQUENCE, false);
        log.insert(1);
        try (LogKeeper keeper = keeper(FAST)) {
            keeper.start();
            await(() -> store.waiting() == 0);
        }
        assertThat(trouble).hasSize(1);
    }

    private void awaitBroken(String reason) {
        await(() -> status.brokenBecause().isPresent());
        assertThat(status.brokenBecause())
                .hasValueSatisfying(why -> assertThat(why).contains(reason));
    }

    private void assertRefuses(GroupCommitAuditLog writer) {
        assertThatThrownBy(() -> writer.record(log.entry())).isInstanceOf(AuditUnavailableException.class);
        assertThatThrownBy(() -> writer.follow(log.entry())).isInstanceOf(AuditUnavailableException.class);
        assertThatThrownBy(() -> store.inTransaction(() -> writer.enlist(log.entry())))
                .isInstanceOf(AuditUnavailableException.class);
    }

    private GroupCommitAuditLog writer(TestLog of) {
        return new GroupCommitAuditLog(store, of.sealing, of.memory, status, GroupCommitAuditLog.Limits.DEFAULT);
    }

    @Test
    void tamperedLane_stopsTheKeeper_andNothingIsAcknowledgedAnyMore() {
        log.anchored(10);
        store.entries.remove(store.entries.keySet().iterator().next());
        store.tiles.clear();
        TestLog next = log.restarted();
        try (LogKeeper keeper = keeper(next, FAST);
                GroupCommitAuditLog writer = writer(next)) {
            next.insert(1);
            keeper.start();
            awaitBroken("missing");
            assertRefuses(writer);
            int stored = store.entries.size();
            assertRefuses(writer);
            assertThat(store.entries).hasSize(stored);
        }
        assertThat(trouble).hasSize(1).first().isInstanceOf(BrokenLogException.class);
        assertThat(store.heads.get(1)).hasSize(1);
    }

    @Test
    void storeThatSwallowsAnEntry_breaksTheLog_whichHoldsTheEntryAllTheSame() {
        try (LogKeeper keeper = keeper(FAST);
                GroupCommitAuditLog writer = writer(log)) {
            keeper.start();
            writer.record(log.entry());
            store.trigger = entry -> null;
            writer.record(log.entry());
            awaitBroken("does not hold entry");
            assertRefuses(writer);
        }
        assertThat(log.verify().findings()).contains(new Finding.EntryMissing(LANE, 1));
    }

    @Test
    void storeThatAltersAnEntry_breaksTheLog_whichHoldsTheEntryAsItWas() {
        try (LogKeeper keeper = keeper(FAST);
                GroupCommitAuditLog writer = writer(log)) {
            keeper.start();
            writer.record(log.entry());
            store.trigger = entry -> log.stored(log.entry());
            writer.record(log.entry());
            awaitBroken("otherwise than it was written");
            assertRefuses(writer);
        }
        assertThat(log.verify().findings()).contains(new Finding.EntryChanged(LANE, 1));
    }

    @Test
    void laneThatIsDeletedWhileTheNodeRuns_breaksTheLog() {
        try (LogKeeper keeper = keeper(FAST);
                GroupCommitAuditLog writer = writer(log)) {
            keeper.start();
            writer.record(log.entry());
            await(() -> store.head(1).isPresent());
            synchronized (store) {
                store.heads.clear();
                store.places.clear();
                store.entries.clear();
                store.rootLeaves.clear();
                store.tiles.clear();
            }
            awaitBroken("");
            assertRefuses(writer);
        }
    }

    @Test
    void headOfAStranger_breaksTheLog_andMovesNoNodeToAnotherLane() {
        try (LogKeeper keeper = keeper(LogKeeper.Intervals.DEFAULT);
                GroupCommitAuditLog writer = writer(log)) {
            keeper.start();
            writer.record(log.entry());
            await(() -> store.head(1).isPresent());
            Checkpoint fake = new Checkpoint(LogKey.laneOrigin(TestLog.ORIGIN, 1), 5, Hash.EMPTY);
            synchronized (store) {
                Objects.requireNonNull(store.heads.get(1))
                        .add(new Head(1, 1, SignedCheckpoint.sign(fake, TestLog.signer()), Instant.EPOCH));
            }
            awaitBroken("not signed");
            assertRefuses(writer);
        }
        assertThat(store.lanes()).containsExactly(1);
    }

    @Test
    void strangeTables_refuseEverything_andSoundOnesServeAgain() {
        try (LogKeeper keeper = keeper(FAST);
                GroupCommitAuditLog writer = writer(log)) {
            keeper.start();
            tables.set(Optional.of("a trigger"));
            await(() -> status.objection().isPresent());
            assertRefuses(writer);
            tables.set(Optional.empty());
            await(() -> status.objection().isEmpty());
            assertThat(writer.record(log.entry())).isNotNull();
        }
    }

    @Test
    void storeThatPlacesNothing_holdsReceiptsAfterASecond_andRefusesAfterTwo() {
        InMemoryStore stuck = new InMemoryStore();
        TestLog blocked = new TestLog(stuck, new Unplacing(stuck), stuck, log.anchor);
        try (LogKeeper keeper = keeper(blocked, FAST);
                GroupCommitAuditLog writer = new GroupCommitAuditLog(
                        stuck, blocked.sealing, blocked.memory, status, GroupCommitAuditLog.Limits.DEFAULT)) {
            keeper.start();
            writer.record(log.entry());
            await(() -> blocked.memory.unsignedFor().compareTo(Duration.ofMillis(1100)) > 0);
            PromisedReceipt held = writer.submit(log.entry());
            assertThatThrownBy(held::await).isInstanceOf(AuditUnavailableException.class);
            assertThat(stuck.entries).hasSize(1);
            assertThatThrownBy(() -> writer.submit(log.entry()))
                    .isInstanceOf(AuditUnavailableException.class)
                    .hasMessageContaining("signature");
            assertThat(blocked.running.waitingFor()).isGreaterThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void anchorThatTakesNothing_isReported_thenRefusesEverything_untilItTakesAgain() {
        AtomicBoolean deaf = new AtomicBoolean(true);
        Anchor anchor = (Anchor) Proxy.newProxyInstance(
                Anchor.class.getClassLoader(), new Class<?>[] {Anchor.class}, (_, method, values) -> {
                    if (method.getName().equals("write") && deaf.get()) {
                        throw new IllegalStateException("the anchor takes nothing");
                    }
                    return method.invoke(log.anchor, values);
                });
        TestLog late = new TestLog(store, store, store, anchor);
        status = new LogStatus(
                late.memory,
                new LogStatus.Limits(Duration.ofSeconds(1), Duration.ofMillis(200), Duration.ofMillis(600)));
        try (LogKeeper keeper = new LogKeeper(late.running, status, tables::get, FAST, trouble::add);
                GroupCommitAuditLog writer = writer(late)) {
            keeper.start();
            writer.record(late.entry()); // acknowledged while the anchor may still come
            await(() -> status.anchorIsLate());
            await(() -> status.objection().isPresent());
            assertThat(status.anchoredAgo()).isGreaterThan(Duration.ofMillis(600));
            assertRefuses(writer);
            assertThat(trouble)
                    .extracting(Throwable::getMessage)
                    .anyMatch(message -> message.startsWith("no checkpoint has reached the anchor for"));

            deaf.set(false);
            await(() -> status.objection().isEmpty());
            writer.record(late.entry());
        }
    }

    @Test
    void keptHeads_closeTheWindow() {
        try (LogKeeper keeper = keeper(new LogKeeper.Intervals(
                        Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofSeconds(30)));
                GroupCommitAuditLog writer = writer(log)) {
            keeper.start();
            writer.record(log.entry());
            await(() ->
                    !log.anchor.laneHeads().isEmpty() && log.memory.exposedFor().isZero());
            assertThat(log.anchor.laneHeads().getFirst().size()).isEqualTo(1);
            assertThat(log.anchor.latest()).isEmpty();
        }
    }

    @Test
    void checkpoints_areNoFurtherApartThanConfigured_whileEntriesKeepComing() throws InterruptedException {
        List<Duration> gaps = new ArrayList<>();
        try (LogKeeper keeper = keeper(new LogKeeper.Intervals(
                Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofMillis(100)))) {
            keeper.start();
            long anchored = 0;
            long since = System.nanoTime();
            for (int i = 0; i < 300; i++) {
                log.insert(1);
                Thread.sleep(5);
                long size = log.anchor.latest().map(one -> one.root().size()).orElse(0L);
                if (size > anchored) {
                    gaps.add(Duration.ofNanos(System.nanoTime() - since));
                    since = System.nanoTime();
                    anchored = size;
                }
            }
            gaps.add(Duration.ofNanos(System.nanoTime() - since));
        }
        assertThat(gaps).hasSizeGreaterThan(3).allMatch(gap -> gap.compareTo(Duration.ofSeconds(1)) < 0);
        assertThat(LogKeeper.Intervals.DEFAULT.publishing()).isLessThanOrEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void intervalThatIsZero_orPutsCheckpointsMoreThanAMinuteApart_isRefused() {
        Duration fine = Duration.ofMillis(50);
        assertThatThrownBy(() -> new LogKeeper.Intervals(fine, fine, fine, Duration.ofSeconds(61)))
                .isInstanceOf(IllegalArgumentException.class);
        for (int zero = 0; zero < 4; zero++) {
            Duration[] intervals = {fine, fine, fine, fine};
            intervals[zero] = Duration.ZERO;
            assertThatThrownBy(() -> new LogKeeper.Intervals(intervals[0], intervals[1], intervals[2], intervals[3]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** A database whose head table is locked for ever. */
    private record Unplacing(HeadStore store) implements HeadStore {
        @Override
        public void place(List<UUID> entries, List<UUID> rows, Function<List<Found>, Optional<Placement>> decide) {
            throw new IllegalStateException("locked");
        }

        @Override
        public int takeLane(Set<Integer> lost) {
            return store.takeLane(lost);
        }

        @Override
        public Optional<Head> head(int lane) {
            return store.head(lane);
        }

        @Override
        public List<Head> heads(Set<Integer> closed) {
            return store.heads(closed);
        }

        @Override
        public List<UUID> waiting(int most) {
            return store.waiting(most);
        }

        @Override
        public List<Waiting> rows(List<UUID> ids) {
            return store.rows(ids);
        }

        @Override
        public List<Found> find(List<UUID> entries) {
            return store.find(entries);
        }

        @Override
        public void appendRoot(List<LaneCheckpoint> leaves, Batch batch) {
            store.appendRoot(leaves, batch);
        }

        @Override
        public List<LaneCheckpoint> coveredByRoot() {
            return store.coveredByRoot();
        }

        @Override
        public void keep(int lane, List<Tile> partialTiles) {
            store.keep(lane, partialTiles);
        }
    }
}
