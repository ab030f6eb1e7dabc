package org.caregate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.entry.Phase;
import org.caregate.audit.entry.StoredEntry;
import org.caregate.audit.proof.FoundEntry;
import org.caregate.audit.proof.StoredRow;
import org.caregate.audit.search.AuditQuery;
import org.caregate.audit.search.AuditReader;
import org.caregate.audit.search.AuditSearch;
import org.caregate.audit.search.TailPosition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every {@link EntryStore}, and the reader beside it, has to do. */
public abstract class EntryStoreContract {
    private TestLog log;
    private AuditSearch search;

    /** A log over an empty store. */
    protected abstract TestLog emptyLog();

    protected abstract AuditReader reader();

    private List<AuditEntry> found(AuditQuery query) {
        return search.find(query).stream().map(FoundEntry::entry).toList();
    }

    /** Runs work in a transaction of the store that is rolled back if the work throws. */
    protected abstract void inTransaction(Runnable work);

    /** Moves the revocation version on. */
    protected abstract void revocationVersion(long version);

    @BeforeEach
    void open() {
        log = emptyLog();
        search = log.search(reader());
    }

    @Test
    void storedEntries_areReadBackAsTheyWere() {
        AuditEntry one = log.entry();
        AuditEntry two = AuditEntry.of(
                        one.time().plusSeconds(5), "strange \0 \ud800 \"{},\\ é😀", one.action(), Outcome.FAILED)
                .phase(Phase.ATTEMPT)
                .build();
        log.entries.insert(List.of(log.stored(one), log.stored(two)));
        assertThat(found(AuditQuery.ALL)).containsExactly(two, one);
        log.anchored(0).check(2);
    }

    @Test
    void insert_tellsTheRevocationVersion() {
        assertThat(log.entries.insert(List.of(log.stored(log.entry())))).isZero();
        revocationVersion(17);
        assertThat(log.entries.insert(List.of(log.stored(log.entry())))).isEqualTo(17);
    }

    @Test
    void sameEntryTwice_isKeptOnce() {
        StoredEntry entry = log.stored(log.entry());
        log.entries.insert(List.of(entry));
        log.sequencer.step();
        log.entries.insert(List.of(entry, log.stored(log.entry())));
        log.anchored(0).check(2);
    }

    @Test
    void enlistedEntry_isThereAfterTheCommit_andGoneAfterARollback() {
        StoredEntry kept = log.stored(log.entry());
        inTransaction(() -> log.entries.enlist(kept));
        assertThatThrownBy(() -> inTransaction(() -> {
                    log.entries.enlist(log.stored(log.entry()));
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        log.anchored(0).check(1);
    }

    @Test
    void enlistingWithoutATransaction_isRefused() {
        assertThatThrownBy(() -> log.entries.enlist(log.stored(log.entry()))).isInstanceOf(IllegalStateException.class);
        assertThat(found(AuditQuery.ALL)).isEmpty();
    }

    @Test
    void insertInsideATransaction_doesNotShareItsFate() {
        StoredEntry entry = log.stored(log.entry());
        assertThatThrownBy(() -> inTransaction(() -> {
                    log.entries.insert(List.of(entry));
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        assertThat(found(AuditQuery.ALL)).hasSize(1);
    }

    @Test
    void everyCriterion_narrowsASearch() {
        log.insert(20);
        List<AuditEntry> all = found(AuditQuery.ALL);
        AuditEntry one = all.get(7);
        assertThat(all).hasSize(20).isSortedAccordingTo((a, b) -> b.id().compareTo(a.id()));
        String patient = one.sensitive().patients().getFirst();
        assertThat(found(AuditQuery.ALL.ofPatient(patient)))
                .contains(one)
                .hasSize(4)
                .allMatch(entry -> entry.sensitive().patients().contains(patient));
        assertThat(found(AuditQuery.ALL.ofPatient("nobody"))).isEmpty();
        assertThat(found(AuditQuery.ALL.ofPerson(Objects.requireNonNull(one.person()))))
                .contains(one)
                .hasSizeLessThan(20);
        assertThat(found(AuditQuery.ALL.ofClient(Objects.requireNonNull(one.client()))))
                .contains(one)
                .hasSizeLessThan(20);
        assertThat(found(AuditQuery.ALL.ofExchange(one.exchangeId()))).containsExactly(one);
        assertThat(found(AuditQuery.ALL.ofAction(one.action()))).hasSize(20);
        assertThat(found(AuditQuery.ALL.ofOutcome(Outcome.REFUSED))).isEmpty();
        assertThat(found(AuditQuery.ALL.between(one.time(), one.time().plusMillis(1))))
                .containsExactly(one);
        assertThat(found(AuditQuery.ALL.between(null, one.time())))
                .doesNotContain(one)
                .hasSize(12);
        assertThat(found(AuditQuery.ALL.page(one.id(), 3))).isEqualTo(all.subList(8, 11));
    }

    @Test
    void range_isGivenOldestFirst_andNothingOutsideOfIt() {
        log.insert(9);
        List<AuditEntry> all = found(AuditQuery.ALL).reversed();
        List<AuditEntry> told = new ArrayList<>();
        assertThat(search.each(null, null, entry -> told.add(entry.entry()))).isEqualTo(9);
        assertThat(told).isEqualTo(all);
        told.clear();
        assertThat(search.each(all.get(2).time(), all.get(7).time(), entry -> told.add(entry.entry())))
                .isEqualTo(5);
        assertThat(told).isEqualTo(all.subList(2, 7));
        assertThat(reader().inOrder(null, null, all.get(3).id(), 2))
                .extracting(StoredRow::id)
                .containsExactly(all.get(4).id(), all.get(5).id());
        assertThat(search.each(all.getLast().time().plusSeconds(1), null, entry -> told.add(entry.entry())))
                .isZero();
    }

    @Test
    void tail_tellsEachPlacedEntryOnce() {
        log.sequenced(5);
        TailPosition end = search.end();
        assertThat(search.follow(TailPosition.START, 100).entries()).hasSize(5);
        assertThat(search.follow(end, 100).entries()).isEmpty();
        log.sequenced(3);
        AuditSearch.Followed two = search.follow(end, 2);
        assertThat(two.entries()).hasSize(2);
        assertThat(search.follow(two.position(), 100).entries()).hasSize(1);
    }

    @Test
    void attemptWithoutCompletion_isUnfinished() {
        AuditEntry open = attempt("open");
        AuditEntry done = attempt("done");
        AuditEntry completed = AuditEntry.of(done.time(), "done", done.action(), Outcome.PERMITTED)
                .phase(Phase.COMPLETION)
                .build();
        log.entries.insert(List.of(log.stored(open), log.stored(done), log.stored(completed)));
        assertThat(reader().unfinished(TestLog.START, TestLog.START.plusSeconds(3600), 10))
                .extracting(entry -> entry.plain().exchangeId())
                .containsExactly("open");
        assertThat(reader().unfinished(TestLog.START, TestLog.START, 10)).isEmpty();
    }

    private AuditEntry attempt(String exchange) {
        AuditEntry any = log.entry();
        return AuditEntry.of(TestLog.START.plusSeconds(1), exchange, any.action(), Outcome.PERMITTED)
                .phase(Phase.ATTEMPT)
                .build();
    }

    @Test
    @Tag("long")
    void sixtyFourWriters_areAllAcknowledged_andPresentExactlyOnce() throws InterruptedException {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        try (GroupCommitAuditLog audit = log.writer();
                ExecutorService writers = Executors.newFixedThreadPool(64)) {
            for (int i = 0; i < 640; i++) {
                writers.execute(() -> acknowledged.add(audit.record(log.entry()).exchangeId()));
            }
            for (int i = 0; i < 20; i++) {
                log.sequencer.step();
            }
            writers.shutdown();
            assertThat(writers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
        log.anchored(0).check(640);
        assertThat(acknowledged).hasSize(640);
        assertThat(found(AuditQuery.ALL.page(null, 1000)))
                .extracting(AuditEntry::exchangeId)
                .containsExactlyInAnyOrderElementsOf(acknowledged);
    }
}
