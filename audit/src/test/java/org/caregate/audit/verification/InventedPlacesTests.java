package org.caregate.audit.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.LongStream;
import org.caregate.audit.InMemoryAnchor;
import org.caregate.audit.InMemoryStore;
import org.caregate.audit.TestLog;
import org.caregate.audit.checkpoint.Checkpoint;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.checkpoint.SignedCheckpoint;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.entry.StoredEntry;
import org.caregate.audit.proof.Youth;
import org.caregate.audit.tree.Hash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The attacker copies rows in and gives them places that no signature covers. */
class InventedPlacesTests {
    private static final String LANE = TestLog.ORIGIN + "/lane/1";
    private static final int SIZE = 300;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final InMemoryStore store = new InMemoryStore();
    private final InMemoryAnchor anchor = new InMemoryAnchor();
    private final TestLog log = new TestLog(store, store, store, anchor);

    @BeforeEach
    void anchoredLog() {
        log.anchored(SIZE);
        log.check(SIZE);
    }

    private List<Finding> findings() {
        return log.verify().findings();
    }

    private UUID forgedEntry() {
        StoredEntry forged = log.stored(log.entry());
        store.entries.put(forged.id(), forged);
        return forged.id();
    }

    private void forge(int lane, long index) {
        store.forged.add(new InMemoryStore.Forged(lane, index, forgedEntry()));
    }

    private UUID placed(int index) {
        return Objects.requireNonNull(store.places.get(1)).get(index);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                Long.MIN_VALUE,
                -4096,
                -1,
                SIZE,
                SIZE + 1,
                SIZE + 255,
                SIZE + 4095,
                SIZE + 4096,
                SIZE + 1_000_000,
                1L << 62,
                Long.MAX_VALUE - 1
            })
    void placeOutsideTheSignedSize_isNamed(long index) {
        forge(1, index);
        assertThat(findings()).containsExactly(new Finding.BeyondTheEnd(LANE, index));
    }

    @ParameterizedTest
    @CsvSource({"99,0", "99,7", "2,0", "2147483647,5", "-1,0", "-2147483648,3"})
    void placeInALaneThatHasNoHead_isNamed(int lane, long index) {
        forge(lane, index);
        assertThat(findings()).containsExactly(new Finding.BeyondTheEnd(TestLog.ORIGIN + "/lane/" + lane, index));
    }

    @Test
    void laneWithTheHeadOfAnother_isNamed_withEveryPlaceInIt() {
        store.heads.put(99, List.copyOf(Objects.requireNonNull(store.heads.get(1))));
        store.forged.add(new InMemoryStore.Forged(99, 0, forgedEntry()));
        store.forged.add(new InMemoryStore.Forged(99, 1, forgedEntry()));
        assertThat(findings())
                .containsExactly(
                        new Finding.NotSigned(TestLog.ORIGIN + "/lane/99", SIZE),
                        new Finding.BeyondTheEnd(TestLog.ORIGIN + "/lane/99", 0),
                        new Finding.BeyondTheEnd(TestLog.ORIGIN + "/lane/99", 1));
    }

    @Test
    void manyInventedPlaces_areToldOneByOneUpToABound_andCounted() {
        LongStream.range(0, 50).forEach(number -> forge(1, 10_000 + 10 * number));
        assertThat(findings())
                .hasSize(21)
                .startsWith(new Finding.BeyondTheEnd(LANE, 10_000))
                .endsWith(new Finding.More(LANE, 30, 10_191, 10_490));
    }

    @Test
    void secondEntryAtAPlace_isNamed() {
        forge(1, 17);
        assertThat(findings()).containsExactly(new Finding.TwoAtOnePlace(LANE, 17));
    }

    @ParameterizedTest
    @CsvSource({"1,400", "99,0", "1,-5"})
    void entryAtASecondPlace_isNamed(int lane, long index) {
        store.forged.add(new InMemoryStore.Forged(lane, index, placed(3)));
        assertThat(findings())
                .containsExactlyInAnyOrder(
                        new Finding.BeyondTheEnd(TestLog.ORIGIN + "/lane/" + lane, index),
                        new Finding.PlacedTwice(TestLog.ORIGIN, placed(3).toString()));
    }

    @Test
    void rootLeafBeyondTheRoot_isNamed() {
        store.rootLeaves.add(store.rootLeaves.getFirst());
        assertThat(findings()).containsExactly(new Finding.BeyondTheEnd(TestLog.ORIGIN, 1));
    }

    @Test
    void entryThatWaits_andWasChanged_isNamed() {
        log.insert(1);
        UUID id = store.waiting.getFirst();
        StoredEntry was = Objects.requireNonNull(store.entries.get(id));
        store.entries.put(
                id,
                new StoredEntry(
                        id,
                        was.time(),
                        was.exchangeId(),
                        was.phase(),
                        was.action(),
                        was.outcome(),
                        "another",
                        was.client(),
                        was.marks(),
                        was.leaf()));
        assertThat(findings()).containsExactly(new Finding.WaitingChanged(TestLog.ORIGIN, id.toString()));
        store.entries.put(
                id,
                new StoredEntry(
                        id, was.time(), "x", "single", "a", "b", null, null, List.of(), Bytes.of(new byte[] {7})));
        assertThat(findings()).containsExactly(new Finding.WaitingChanged(TestLog.ORIGIN, id.toString()));
    }

    private List<Finding> findingsAt(Instant now) {
        LogVerification verification =
                new LogVerification(store, log.key, judged -> {}, Youth.of(LIMIT, now), dataKey -> true);
        anchor.forEach(verification::expect);
        return verification.verify().findings();
    }

    @Test
    void entryThatWaits_isInOrderWhileItIsYoung_andAFindingAfterwards() {
        log.insert(2);
        Instant written = Objects.requireNonNull(store.entries.get(store.waiting.getFirst()))
                .time();
        assertThat(findingsAt(written.plus(LIMIT))).isEmpty();
        assertThat(findingsAt(written.plus(Duration.ofDays(1))))
                .containsExactly(new Finding.Overdue(TestLog.ORIGIN, 2, written));
    }

    @Test
    void tailWithoutAnAnchoredCheckpoint_isInOrderWhileItIsYoung_andAFindingAfterwards() {
        log.sequenced(3);
        Instant written =
                Objects.requireNonNull(store.entries.get(placed(SIZE))).time();
        assertThat(findingsAt(written.plus(LIMIT))).isEmpty();
        assertThat(findingsAt(written.plus(LIMIT).plusSeconds(1)))
                .containsExactly(new Finding.NotAnchored(LANE, SIZE, SIZE + 3));
    }

    @Test
    void oldEntriesThatAreAnchored_areInOrder() {
        assertThat(findingsAt(Instant.parse("2040-01-01T00:00:00Z"))).isEmpty();
    }

    /** A head that names the lane and a huge size, signed or not. */
    private void claim(long size, boolean signed) {
        TestLog signing = signed ? log : TestLog.inMemory(new InMemoryStore());
        SignedCheckpoint checkpoint = SignedCheckpoint.sign(new Checkpoint(LANE, size, Hash.EMPTY), signing.signer);
        Objects.requireNonNull(store.heads.get(1)).add(new Head(1, SIZE, checkpoint, TestLog.START));
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 62, Long.MAX_VALUE, 1L << 40})
    @Timeout(20)
    void unsignedHeadOfAHugeSize_isNamed_andCostsNothing(long size) {
        claim(size, false);
        assertThat(findings()).containsExactly(new Finding.NotSigned(LANE, size));
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 62, Long.MAX_VALUE, 1L << 40})
    @Timeout(20)
    void signedHeadFarBeyondWhatIsThere_isACutLog_andCostsNothing(long size) {
        claim(size, true);
        assertThat(findings()).containsExactly(new Finding.Shorter(LANE, SIZE, size));
    }

    @Test
    @Timeout(20)
    void unsignedRootOfAHugeSize_isNamed_andCostsNothing() {
        TestLog stranger = TestLog.inMemory(new InMemoryStore());
        SignedCheckpoint checkpoint =
                SignedCheckpoint.sign(new Checkpoint(TestLog.ORIGIN, 1L << 62, Hash.EMPTY), stranger.signer);
        Objects.requireNonNull(store.heads.get(Head.ROOT)).add(new Head(Head.ROOT, 1, checkpoint, TestLog.START));
        assertThat(new LogVerification(store, log.key, judged -> {}).verify().findings())
                .contains(new Finding.NotSigned(TestLog.ORIGIN, 1L << 62));
    }
}
