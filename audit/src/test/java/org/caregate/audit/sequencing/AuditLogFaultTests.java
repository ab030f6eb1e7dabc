package org.caregate.audit.sequencing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.caregate.audit.InMemoryAnchor;
import org.caregate.audit.InMemoryStore;
import org.caregate.audit.TestLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each step failing, and failing although it was persisted; then the same program going on, or a new one starting. */
class AuditLogFaultTests {
    private final InMemoryStore store = new InMemoryStore();
    private final InMemoryAnchor anchor = new InMemoryAnchor();
    private final TestLog log = new TestLog(store, store, store, anchor);

    @BeforeEach
    void someHistory() {
        log.anchored(300);
    }

    @ParameterizedTest
    @CsvSource({"false, 300", "true, 301"})
    void failedInsert_leavesALogThatGoesOn(boolean butPersisted, int entries) {
        store.fail(InMemoryStore.Step.INSERT, butPersisted);
        var entry = log.stored(log.entry());
        assertThatThrownBy(() -> log.entries.insert(List.of(entry))).isInstanceOf(IllegalStateException.class);
        log.anchored(0).check(entries);

        log.entries.insert(List.of(entry)); // the caller tries again: exactly once all the same
        log.anchored(0).check(301);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void failedSequencing_placesEveryEntryOnce(boolean butPersisted, boolean restarted) {
        log.insert(5);
        store.fail(InMemoryStore.Step.SEQUENCE, butPersisted);
        assertThatThrownBy(log.sequencer::step).isInstanceOf(IllegalStateException.class);
        assertThat(store.waiting).hasSize(butPersisted ? 0 : 5);

        TestLog next = restarted ? log.restarted() : log;
        next.anchored(1);
        next.check(306);
        assertThat(store.lanes()).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void failedRootHead_isPublishedNextTime(boolean butPersisted, boolean restarted) {
        log.sequenced(5);
        store.fail(InMemoryStore.Step.ROOT, butPersisted);
        assertThatThrownBy(log.root::publish).isInstanceOf(IllegalStateException.class);

        TestLog next = restarted ? log.restarted() : log;
        next.root.publish();
        next.check(305);
        assertThat(anchor.latest().orElseThrow().root().size()).isEqualTo(2);
        assertThat(next.verify().uncovered()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void failedAnchor_isWrittenNextTime(boolean butPersisted, boolean restarted) {
        log.sequenced(5);
        anchor.fail(butPersisted);
        assertThatThrownBy(log.root::publish).isInstanceOf(IllegalStateException.class);

        TestLog next = restarted ? log.restarted() : log;
        next.root.publish();
        next.check(305);
        assertThat(anchor.latest().orElseThrow().root().size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 257, 511})
    void restart_findsTheEdge_atEverySize(int size) {
        restart(size);
    }

    @ParameterizedTest
    @Tag("long")
    @ValueSource(ints = {4096, 5000, 66_000})
    void restart_findsTheEdge_ofABigLane(int size) {
        restart(size);
    }

    private static void restart(int size) {
        InMemoryStore fresh = new InMemoryStore();
        TestLog first = TestLog.inMemory(fresh);
        first.anchored(size).check(size);
        first.restarted().anchored(3).check(size + 3L);
    }

    @Test
    void twoWritersOfOneLane_oneMovesToAnother_andNothingIsLost() {
        TestLog other = log.restarted();
        other.sequenced(2); // both know lane 1 at 302 from here on
        log.sequenced(2); // collides, and opens lane 2
        assertThat(other.sequencer.lane()).isEqualTo(1);
        assertThat(log.sequencer.lane()).isEqualTo(2);
        other.sequenced(3);
        log.anchored(4).check(311);
        assertThat(store.lanes()).containsExactly(1, 2);
    }

    @Test
    void twoPublishers_coverTheSameLanes_withoutHarm() {
        TestLog other = log.restarted();
        log.sequenced(1);
        log.root.publish();
        other.root.publish();
        other.sequenced(1);
        other.root.publish();
        log.root.publish();
        log.check(302);
    }

    @Test
    void laneThatContradictsItsHead_stopsTheSequencer() {
        var first = store.places.get(1);
        assertThat(first).isNotNull();
        store.tiles.clear();
        Collections.swap(first, 298, 299); // in the unfinished tile, which is read again at a start
        log.insert(1);
        assertThatThrownBy(log.restarted().sequencer::step).isInstanceOf(BrokenLogException.class);
        assertThat(store.waiting).hasSize(1);
    }

    @Test
    void laneWithAMissingEntry_stopsTheSequencer() {
        store.tiles.clear();
        store.entries.remove(Objects.requireNonNull(store.places.get(1)).get(299));
        log.insert(1);
        assertThatThrownBy(log.restarted().sequencer::step).isInstanceOf(BrokenLogException.class);
    }

    @Test
    void headOfAnotherKey_stopsTheSequencer() {
        log.insert(1);
        assertThatThrownBy(new TestLog(store, store, store, new InMemoryAnchor()).sequencer::step)
                .isInstanceOf(BrokenLogException.class);
    }

    @Test
    void rootThatIsOlderThanTheAnchor_isNotPublishedOver() {
        InMemoryStore backup = store.backup();
        log.anchored(10);
        TestLog restored = new TestLog(backup, backup, backup, anchor, log.signer);
        assertThatThrownBy(restored.root::publish).isInstanceOf(BrokenLogException.class);
    }

    @Test
    void emptyLog_publishesNothing() {
        InMemoryStore empty = new InMemoryStore();
        assertThat(TestLog.inMemory(empty).root.publish()).isEmpty();
        assertThat(empty.heads).isEmpty();
    }

    @Test
    void nothingNew_makesNoHeads() {
        int heads = store.heads.values().stream().mapToInt(List::size).sum();
        log.anchored(0);
        assertThat(store.heads.values().stream().mapToInt(List::size).sum()).isEqualTo(heads);
    }
}
