package org.caregate.audit.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.caregate.audit.InMemoryAnchor;
import org.caregate.audit.InMemoryStore;
import org.caregate.audit.TestLog;
import org.caregate.audit.anchor.AnchorComparison;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.entry.SealedEntry;
import org.caregate.audit.entry.SensitiveField;
import org.caregate.audit.entry.StoredEntry;
import org.caregate.audit.sequencing.LaneCheckpoint;
import org.caregate.audit.tree.Hash;
import org.caregate.audit.tree.Tile;
import org.caregate.audit.tree.TreeEdge;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The attacker has the whole database, but neither the signing key nor the anchor. */
class ThreatModelTests {
    private static final String LANE = TestLog.ORIGIN + "/lane/1";

    private final InMemoryStore store = new InMemoryStore();
    private final InMemoryAnchor anchor = new InMemoryAnchor();
    private final TestLog log = new TestLog(store, store, store, anchor);

    @BeforeEach
    void threeAnchoredIntervals() {
        log.anchored(300).anchored(300).anchored(100);
        log.check(700);
    }

    private List<UUID> places() {
        return Objects.requireNonNull(store.places.get(1));
    }

    private StoredEntry entryAt(int index) {
        return Objects.requireNonNull(store.entries.get(places().get(index)));
    }

    private List<Finding> findings() {
        return log.verify().findings();
    }

    /** Rewrites an entry together with every column that is searched. */
    private void alter(int index) {
        SealedEntry was = SealedEntry.ofLeaf(entryAt(index).leaf().toArray());
        AuditEntry plain = was.plain();
        AuditEntry lie = new AuditEntry(
                plain.id(),
                plain.exchangeId(),
                plain.time(),
                plain.phase(),
                plain.action(),
                plain.outcome(),
                plain.reason(),
                "somebody-else",
                plain.client(),
                plain.profile(),
                plain.grant(),
                plain.tokenId(),
                plain.audience(),
                plain.scopes(),
                plain.policyVersion(),
                plain.requestLine(),
                plain.httpStatus(),
                plain.count(),
                plain.detail(),
                plain.sensitive());
        store.entries.put(
                plain.id(), StoredEntry.of(new SealedEntry(lie, was.keyName(), was.ciphertexts(), was.marks())));
    }

    /** Computes all tiles of the lane from what stands there now, as a careful attacker would. */
    private void recomputeTiles() {
        store.tiles.keySet().removeIf(key -> key.lane() == 1);
        TreeEdge edge = new TreeEdge();
        List<Tile> tiles = new ArrayList<>();
        for (UUID id : places()) {
            StoredEntry entry = store.entries.get(id);
            tiles.addAll(edge.append(
                    Hash.ofLeaf(entry == null ? new byte[0] : entry.leaf().toArray())));
        }
        tiles.addAll(edge.partialTiles());
        store.keep(1, tiles);
    }

    @Test
    void alteredEntry_isLocated() {
        alter(421);
        assertThat(findings()).containsExactly(new Finding.EntryChanged(LANE, 421));
    }

    @Test
    void alteredSealedField_isLocated() {
        SealedEntry was = SealedEntry.ofLeaf(entryAt(299).leaf().toArray());
        Map<SensitiveField, Bytes> ciphertexts = new EnumMap<>(was.ciphertexts());
        ciphertexts.put(SensitiveField.PATIENTS, Bytes.of(new byte[40]));
        store.entries.put(
                was.id(), StoredEntry.of(new SealedEntry(was.plain(), was.keyName(), ciphertexts, was.marks())));
        assertThat(findings()).containsExactly(new Finding.EntryChanged(LANE, 299));
    }

    @Test
    void alteredSearchColumn_isLocated() {
        StoredEntry was = entryAt(600);
        store.entries.put(
                was.id(),
                new StoredEntry(
                        was.id(),
                        was.time(),
                        was.exchangeId(),
                        was.phase(),
                        was.action(),
                        was.outcome(),
                        "somebody-else",
                        was.client(),
                        was.marks(),
                        was.leaf()));
        assertThat(findings()).containsExactly(new Finding.CopiesChanged(LANE, 600));
    }

    @Test
    void deletedEntry_isLocated() {
        store.entries.remove(places().get(0));
        assertThat(findings()).containsExactly(new Finding.EntryMissing(LANE, 0));
    }

    @Test
    void reorderedEntries_areLocated() {
        Collections.swap(places(), 310, 599);
        assertThat(findings())
                .containsExactly(new Finding.EntryChanged(LANE, 310), new Finding.EntryChanged(LANE, 599));
    }

    @Test
    void insertedEntry_shiftsWhatFollows_andIsLocated() {
        StoredEntry forged = log.stored(log.entry());
        store.entries.put(forged.id(), forged);
        places().add(650, forged.id());
        assertThat(findings()).first().isEqualTo(new Finding.EntryChanged(LANE, 650));
        assertThat(findings()).hasSize(22).last().isEqualTo(new Finding.BeyondTheEnd(LANE, 700));
    }

    @Test
    void entryBeyondTheEnd_isNamed() {
        StoredEntry forged = log.stored(log.entry());
        store.entries.put(forged.id(), forged);
        places().add(forged.id());
        assertThat(findings()).containsExactly(new Finding.BeyondTheEnd(LANE, 700));
        places().removeLast();
        for (long far : new long[] {701, 1023, 700 + 4096, 700 + 4097, 1L << 40, Long.MAX_VALUE, -1, -700}) {
            store.forged.add(new InMemoryStore.Forged(1, far, forged.id()));
            assertThat(findings()).containsExactly(new Finding.BeyondTheEnd(LANE, far));
            store.forged.clear();
        }
    }

    @Test
    void entryPutBesideTheLanes_isNamed() {
        StoredEntry forged = log.stored(log.entry());
        store.entries.put(forged.id(), forged);
        assertThat(findings())
                .containsExactly(new Finding.Stray(TestLog.ORIGIN, forged.id().toString()));
    }

    @Test
    void waitingEntryThatIsGone_isNamed() {
        log.insert(1);
        UUID gone = store.waiting.getFirst();
        store.entries.remove(gone);
        assertThat(findings()).containsExactly(new Finding.Stray(TestLog.ORIGIN, gone.toString()));
    }

    @Test
    void truncationWithHeadsRewritten_isLocated() {
        List<UUID> cut = places().subList(600, 700);
        cut.forEach(store.entries::remove);
        cut.clear();
        Objects.requireNonNull(store.heads.get(1)).removeLast();
        Objects.requireNonNull(store.heads.get(Head.ROOT)).removeLast();
        store.rootLeaves.removeLast();
        assertThat(findings())
                .containsExactly(new Finding.Shorter(TestLog.ORIGIN, 2, 3), new Finding.Shorter(LANE, 600, 700));
    }

    @Test
    void laneThatIsGone_isLocated() {
        places().forEach(store.entries::remove);
        store.places.clear();
        store.heads.remove(1);
        assertThat(findings()).containsExactly(new Finding.Shorter(LANE, 0, 300));
    }

    @Test
    void restoredOldCopy_isFound_andRefusedAtTheStart() {
        InMemoryStore backup = store.backup();
        log.anchored(50);
        assertThat(log.verify(backup).findings())
                .containsExactly(new Finding.Shorter(TestLog.ORIGIN, 3, 4), new Finding.Shorter(LANE, 700, 750));
        assertThat(AnchorComparison.of(anchor, backup, log.key))
                .isEqualTo(new AnchorComparison.Shorter(TestLog.ORIGIN, 4, 3));
        assertThat(AnchorComparison.of(anchor, store, log.key)).isEqualTo(new AnchorComparison.Holds(4));
    }

    @Test
    void alteredEntryWithTilesRecomputed_isLocatedToItsInterval() {
        alter(421);
        recomputeTiles();
        assertThat(findings()).containsExactly(new Finding.IntervalChanged(LANE, 300, 600));
    }

    @Test
    void deletedEntryWithTilesRecomputed_isLocatedToItsInterval_andNamed() {
        store.entries.remove(places().get(20));
        recomputeTiles();
        assertThat(findings())
                .containsExactly(new Finding.IntervalChanged(LANE, 0, 300), new Finding.EntryMissing(LANE, 20));
    }

    @Test
    void reorderedEntriesWithTilesRecomputed_areLocatedToTheInterval() {
        Collections.swap(places(), 610, 611);
        recomputeTiles();
        assertThat(findings()).containsExactly(new Finding.IntervalChanged(LANE, 600, 700));
    }

    @Test
    void entryAlteredAfterTheTilesWereRecomputed_isNamedBesideItsInterval() {
        alter(421);
        recomputeTiles();
        alter(422);
        assertThat(findings())
                .containsExactly(new Finding.IntervalChanged(LANE, 300, 600), new Finding.EntryChanged(LANE, 422));
    }

    @Test
    void entryDeletedAfterAnIntervalNobodyCanJudge_isNamedAllTheSame() {
        alter(10);
        recomputeTiles();
        store.entries.remove(places().get(650));
        assertThat(findings())
                .containsExactly(new Finding.IntervalChanged(LANE, 0, 300), new Finding.EntryMissing(LANE, 650));
    }

    @Test
    void historyRewrittenWithTheAttackersOwnKey_isFound() {
        alter(5);
        recomputeTiles();
        InMemoryStore rewritten = new InMemoryStore();
        TestLog forger = new TestLog(rewritten, rewritten, rewritten, new InMemoryAnchor());
        forger.entries.insert(places().stream()
                .map(id -> Objects.requireNonNull(store.entries.get(id)))
                .toList());
        forger.anchored(0);
        assertThat(log.verify(rewritten).findings())
                .contains(new Finding.NotSigned(LANE, 700), new Finding.IntervalChanged(LANE, 0, 300));
        assertThat(AnchorComparison.of(anchor, rewritten, log.key))
                .isEqualTo(new AnchorComparison.Shorter(TestLog.ORIGIN, 3, 1));
    }

    @Test
    void changeBeforeTheAnchorsNewestCheckpoint_isSeenAtTheStart() {
        alter(699);
        store.tiles.clear();
        assertThat(AnchorComparison.of(anchor, store, log.key)).isEqualTo(new AnchorComparison.Contradicts(LANE, 700));
        store.entries.remove(places().get(699));
        assertThat(AnchorComparison.of(anchor, store, log.key)).isEqualTo(new AnchorComparison.Contradicts(LANE, 700));
    }

    @Test
    void anchorOfAnotherLog_isRefusedAtTheStart() {
        assertThat(AnchorComparison.of(anchor, store, new TestLog(store, store, store, anchor).key))
                .isEqualTo(new AnchorComparison.Foreign(TestLog.ORIGIN));
        assertThat(AnchorComparison.of(new InMemoryAnchor(), store, log.key))
                .isEqualTo(new AnchorComparison.NothingAnchored());
    }

    @Test
    void changedTile_isToldApartFromAChangedEntry() {
        var key = new InMemoryStore.TileKey(1, 0, 1);
        List<Hash> hashes =
                new ArrayList<>(Objects.requireNonNull(store.tiles.get(key)).hashes());
        hashes.set(10, Hash.EMPTY);
        store.tiles.put(key, new Tile(0, 1, hashes));
        assertThat(findings()).containsExactly(new Finding.TileChanged(LANE, 266));
    }

    @Test
    void twoAttacksInTwoIntervals_areBothLocated() {
        alter(10);
        store.entries.remove(places().get(690));
        assertThat(findings()).containsExactly(new Finding.EntryChanged(LANE, 10), new Finding.EntryMissing(LANE, 690));
    }

    @Test
    void changedRootLeaf_isLocated() {
        LaneCheckpoint was = store.rootLeaves.get(1);
        store.rootLeaves.set(1, new LaneCheckpoint(1, store.rootLeaves.get(0).checkpoint()));
        assertThat(findings()).containsExactly(new Finding.EntryChanged(TestLog.ORIGIN, 1));
        store.rootLeaves.set(1, was);
        assertThat(findings()).isEmpty();
    }

    @Test
    void uncoveredTail_isNamed_andAChangeInItIsFoundByTheSignedHead() {
        log.sequenced(5);
        assertThat(log.verify().verified()).isTrue();
        assertThat(log.verify().uncovered()).containsExactly(new VerificationReport.Uncovered(LANE, 700, 705));
        alter(702);
        assertThat(findings()).containsExactly(new Finding.IntervalChanged(LANE, 700, 705));
    }

    @Test
    void waitingEntries_areCounted_andNotTampering() {
        log.insert(3);
        VerificationReport report = log.verify();
        assertThat(report.verified()).isTrue();
        assertThat(report.waiting()).isEqualTo(3);
        assertThat(report.lines()).anyMatch(line -> line.contains("3 entries wait"));
    }

    @Test
    void manyChanges_areToldOneByOneUpToABound() {
        for (int i = 100; i < 200; i++) {
            alter(i);
        }
        assertThat(findings()).hasSize(21).last().isEqualTo(new Finding.More(LANE, 80, 120, 199));
        assertThat(log.verify().lines().getFirst()).startsWith("TAMPERED: 700 entries");
    }

    @Test
    void changesUpToTheBound_areAllToldOneByOne() {
        for (int i = 100; i < 120; i++) {
            alter(i);
        }
        assertThat(findings()).hasSize(20).last().isEqualTo(new Finding.EntryChanged(LANE, 119));
    }

    @Test
    void sourceWithoutAnAnchor_isHeldAgainstItsOwnRoot() {
        LogVerification alone = new LogVerification(store, log.key, judged -> {});
        assertThat(alone.verify().verified()).isTrue();
        alter(50);
        assertThat(new LogVerification(store, log.key, judged -> {}).verify().findings())
                .containsExactly(new Finding.EntryChanged(LANE, 50));
        assertThat(new LogVerification(store, new TestLog(store, store, store, anchor).key, judged -> {})
                        .verify()
                        .findings())
                .contains(new Finding.NotSigned(TestLog.ORIGIN, 3));
    }

    @Test
    void progress_isTold() {
        List<Long> told = new ArrayList<>();
        new LogVerification(store, log.key, told::add).verify();
        assertThat(told).contains(700L).isSorted();
    }
}
