package org.caregate.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.caregate.audit.InMemoryAnchor;
import org.caregate.audit.InMemoryStore;
import org.caregate.audit.TestLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.entry.SealedEntry;
import org.caregate.audit.entry.SensitiveField;
import org.caregate.audit.entry.StoredEntry;
import org.caregate.audit.search.AuditQuery;
import org.caregate.audit.search.AuditSearch;
import org.caregate.audit.tree.Hash;
import org.caregate.audit.tree.Tile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a search says of rows that were logged, and of rows that the owner of the database put in. */
class FoundEntryTests {
    private static final int SIZE = 600;
    private static final Instant MUCH_LATER = TestLog.START.plus(Duration.ofDays(400));

    private final InMemoryStore store = new InMemoryStore();
    private final InMemoryAnchor anchor = new InMemoryAnchor();
    private final TestLog log = new TestLog(store, store, store, anchor);

    @BeforeEach
    void anchoredLog() {
        log.anchored(SIZE / 2).anchored(SIZE / 2);
    }

    private AuditSearch searchAt(Instant now) {
        return searchAt(now, Duration.ofMinutes(5));
    }

    private AuditSearch searchAt(Instant now, Duration anchorLimit) {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        return new AuditSearch(
                store, new EntryProver(store, anchor, log.key, log.sealing, anchorLimit, clock), log.sealing.index());
    }

    private List<FoundEntry> all(Instant now) {
        return searchAt(now).find(AuditQuery.ALL.page(null, 1000));
    }

    private FoundEntry found(UUID id, Instant now) {
        return all(now).stream()
                .filter(found -> found.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private UUID placed(int index) {
        return Objects.requireNonNull(store.places.get(1)).get(index);
    }

    private StoredEntry row(int index) {
        return Objects.requireNonNull(store.entries.get(placed(index)));
    }

    @Test
    void everyAnchoredEntry_isProved() {
        assertThat(all(MUCH_LATER))
                .hasSize(SIZE)
                .allMatch(found -> found.proof() == Proof.PROVED && !found.unreadable());
    }

    @Test
    void entryThatWaitsOrIsNotAnchored_isMarkedWhileYoung_andUnprovedAfterwards() {
        log.sequenced(2);
        UUID sequenced = placed(SIZE);
        log.insert(1);
        UUID waiting = store.waiting.getFirst();
        Instant soon = row(SIZE).time().plusSeconds(60);
        assertThat(found(sequenced, soon).proof()).isEqualTo(Proof.NOT_YET_ANCHORED);
        assertThat(found(waiting, soon).proof()).isEqualTo(Proof.NOT_YET_ANCHORED);
        assertThat(found(sequenced, MUCH_LATER).proof()).isEqualTo(Proof.UNPROVED);
        assertThat(found(waiting, MUCH_LATER).proof()).isEqualTo(Proof.UNPROVED);
        log.anchored(0);
        assertThat(found(sequenced, MUCH_LATER).proof()).isEqualTo(Proof.PROVED);
    }

    /** A clinician is shown to have read a record that they never opened. */
    private StoredEntry lie(Instant time) {
        StoredEntry forged = log.stored(AuditEntry.of(time, "x", Action.RESOURCE_READ, Outcome.PERMITTED)
                .person("dr-lee")
                .patient("p1")
                .build());
        store.entries.put(forged.id(), forged);
        return forged;
    }

    @ParameterizedTest
    @CsvSource({"99,0", "1,600", "1,17", "1,599", "1,5000000", "1,-1", "-1,0", "0,0", "1,4611686018427387904"})
    void rowWithAnInventedPlace_isFoundUnproved_howeverYoung(int lane, long index) {
        StoredEntry forged = lie(TestLog.START);
        store.forged.add(new InMemoryStore.Forged(lane, index, forged.id()));
        Proof proof = found(forged.id(), TestLog.START).proof();
        assertThat(proof).isNotEqualTo(Proof.PROVED);
        if (lane != 0) {
            assertThat(proof).isEqualTo(Proof.UNPROVED);
        }
        assertThat(found(forged.id(), MUCH_LATER).proof()).isEqualTo(Proof.UNPROVED);
    }

    @Test
    void rowWithoutAPlace_isNeverProved_andUnprovedOnceOld() {
        StoredEntry forged = lie(TestLog.START);
        assertThat(found(forged.id(), TestLog.START).proof()).isEqualTo(Proof.NOT_YET_ANCHORED);
        assertThat(found(forged.id(), MUCH_LATER).proof()).isEqualTo(Proof.UNPROVED);
    }

    @Test
    void rowWithoutAPlace_isYoungForAsLongAsNodesGoOnWithoutTheirAnchor() {
        UUID forged = lie(TestLog.START).id();
        Instant later = TestLog.START.plus(Duration.ofMinutes(10));
        assertThat(proofAt(later, Duration.ofMinutes(9), forged)).isEqualTo(Proof.UNPROVED);
        assertThat(proofAt(later, Duration.ofMinutes(10), forged)).isEqualTo(Proof.NOT_YET_ANCHORED);
    }

    private Proof proofAt(Instant now, Duration anchorLimit, UUID id) {
        return searchAt(now, anchorLimit).find(AuditQuery.ALL.page(null, 1000)).stream()
                .filter(found -> found.id().equals(id))
                .findFirst()
                .orElseThrow()
                .proof();
    }

    @Test
    void rowAtTwoPlaces_isUnproved() {
        store.forged.add(new InMemoryStore.Forged(1, 700, placed(5)));
        assertThat(found(placed(5), MUCH_LATER).proof()).isEqualTo(Proof.UNPROVED);
    }

    @Test
    void copyOfALoggedEntryUnderAnotherId_isUnproved() {
        StoredEntry was = row(5);
        UUID copy = UUID.randomUUID();
        store.entries.put(
                copy,
                new StoredEntry(
                        copy,
                        was.time(),
                        was.exchangeId(),
                        was.phase(),
                        was.action(),
                        was.outcome(),
                        was.person(),
                        was.client(),
                        was.marks(),
                        was.leaf()));
        assertThat(all(MUCH_LATER))
                .hasSize(SIZE + 1)
                .filteredOn(found -> found.proof() == Proof.UNPROVED)
                .hasSize(1);
    }

    @Test
    void changedEntry_isUnproved_andItsNeighboursAreProved() {
        StoredEntry lie = lie(TestLog.START);
        store.entries.remove(lie.id());
        store.entries.put(
                placed(300),
                new StoredEntry(
                        placed(300),
                        lie.time(),
                        lie.exchangeId(),
                        lie.phase(),
                        lie.action(),
                        lie.outcome(),
                        lie.person(),
                        lie.client(),
                        lie.marks(),
                        lie.leaf()));
        assertThat(all(MUCH_LATER))
                .filteredOn(found -> found.proof() != Proof.PROVED)
                .hasSize(1);
    }

    @Test
    void changedTile_provesNothingOfItself() {
        var key = new InMemoryStore.TileKey(1, 0, 1);
        List<Hash> hashes = new java.util.ArrayList<>(
                Objects.requireNonNull(store.tiles.get(key)).hashes());
        StoredEntry forged = lie(TestLog.START);
        hashes.set(10, Hash.ofLeaf(forged.leaf().toArray()));
        store.tiles.put(key, new Tile(0, 1, hashes));
        Objects.requireNonNull(store.places.get(1)).set(266, forged.id());
        assertThat(found(forged.id(), MUCH_LATER).proof()).isEqualTo(Proof.UNPROVED);
    }

    @Test
    void rowThatIsNoEntry_isShownAsAnAlarm_andHidesNoOther() {
        UUID id = UUID.randomUUID();
        store.entries.put(
                id,
                new StoredEntry(
                        id, TestLog.START, "x", "single", "a", "b", null, null, List.of(), Bytes.of(new byte[] {9})));
        FoundEntry found = found(id, TestLog.START);
        assertThat(found.proof()).isEqualTo(Proof.UNPROVED);
        assertThat(found.entry().action()).isEqualTo(Action.ALARM);
        assertThat(found.entry().reason()).isEqualTo(FoundEntry.NOT_AN_ENTRY);
        assertThat(all(TestLog.START)).hasSize(SIZE + 1);
        assertThat(searchAt(MUCH_LATER).eachExchange(null, null, exchange -> {}))
                .isEqualTo(SIZE + 1);
    }

    @Test
    void sealedFieldsThatDoNotOpen_areSaidToBeUnreadable_andHideNoOther() {
        SealedEntry was = SealedEntry.ofLeaf(row(7).leaf().toArray());
        Map<SensitiveField, Bytes> ciphertexts = new EnumMap<>(was.ciphertexts());
        ciphertexts.put(SensitiveField.PATIENTS, Bytes.of(new byte[40]));
        store.entries.put(
                was.id(), StoredEntry.of(new SealedEntry(was.plain(), was.keyName(), ciphertexts, was.marks())));
        FoundEntry found = found(was.id(), MUCH_LATER);
        assertThat(found.unreadable()).isTrue();
        assertThat(found.proof()).isEqualTo(Proof.UNPROVED);
        assertThat(all(MUCH_LATER))
                .hasSize(SIZE)
                .filteredOn(FoundEntry::unreadable)
                .hasSize(1);
    }

    @Test
    void missingDataKey_leavesEntriesProved_andSaysThatTheyAreUnreadable() {
        TestLog other = new TestLog(store, store, store, anchor, log.signer);
        AuditSearch withoutKeys = other.search(store);
        assertThat(withoutKeys.find(AuditQuery.ALL.page(null, 10)))
                .allMatch(found -> found.unreadable() && found.proof() == Proof.PROVED)
                .allMatch(found -> found.entry().sensitive().patients().isEmpty());
    }

    @Test
    void anchorOfAnotherKey_provesNothing() {
        TestLog stranger = new TestLog(store, store, store, anchor, TestLog.signer());
        assertThat(stranger.search(store).find(AuditQuery.ALL.page(null, 10)))
                .allMatch(found -> found.proof() == Proof.UNPROVED);
    }
}
