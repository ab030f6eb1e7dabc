package org.caregate.audit.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.caregate.audit.InMemoryStore;
import org.caregate.audit.TestLog;
import org.caregate.audit.sequencing.BrokenLogException;
import org.junit.jupiter.api.Test;

class LogKeeperTests {
    private static final LogKeeper.Intervals FAST =
            new LogKeeper.Intervals(Duration.ofMillis(5), Duration.ofMillis(20));

    private final InMemoryStore store = new InMemoryStore();
    private final TestLog log = TestLog.inMemory(store);
    private final List<RuntimeException> trouble = new CopyOnWriteArrayList<>();

    private LogKeeper keeper(LogKeeper.Intervals intervals) {
        return new LogKeeper(log.sequencer, log.root, intervals, trouble::add);
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
            assertThat(keeper.broken()).isEmpty();
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

    @Test
    void tamperedLane_stopsTheKeeper() {
        log.anchored(10);
        store.entries.remove(store.entries.keySet().iterator().next());
        store.tiles.clear();
        TestLog next = log.restarted();
        log.insert(1);
        try (LogKeeper keeper = new LogKeeper(next.sequencer, next.root, FAST, trouble::add)) {
            keeper.start();
            await(() -> keeper.broken().isPresent());
        }
        assertThat(trouble).hasSize(1).first().isInstanceOf(BrokenLogException.class);
    }

    @Test
    void checkpointsMoreThanAMinuteApart_areRefused() {
        assertThatThrownBy(() -> new LogKeeper.Intervals(Duration.ofMillis(50), Duration.ofSeconds(61)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogKeeper.Intervals(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogKeeper.Intervals(Duration.ofMillis(1), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
