package org.caregate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.StoredEntry;
import org.caregate.audit.memory.PendingRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class GroupCommitAuditLogTests {
    private static final GroupCommitAuditLog.Limits SMALL =
            new GroupCommitAuditLog.Limits(4, 16, 1, Duration.ofSeconds(5));

    private final InMemoryStore store = new InMemoryStore();
    private final TestLog log = TestLog.inMemory(store);
    private final List<GroupCommitAuditLog> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(GroupCommitAuditLog::close);
    }

    private GroupCommitAuditLog over(EntryStore entries, GroupCommitAuditLog.Limits limits) {
        GroupCommitAuditLog audit = log.writer(entries, limits);
        open.add(audit);
        return audit;
    }

    /** A store that stands still until told, so that a test sees what waits. */
    private static final class GatedStore implements EntryStore {
        private final EntryStore store;
        private final CountDownLatch gate = new CountDownLatch(1);
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch beside = new CountDownLatch(2);
        private final AtomicInteger inside = new AtomicInteger();

        GatedStore(EntryStore store) {
            this.store = store;
        }

        @Override
        public long insert(PendingRow row, List<StoredEntry> entries) {
            inside.incrementAndGet();
            reached.countDown();
            beside.countDown();
            try {
                gate.await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            return store.insert(row, entries);
        }

        @Override
        public void enlist(PendingRow row, StoredEntry entry, Ending ending) {
            store.enlist(row, entry, ending);
        }
    }

    @Test
    void receipt_namesTheEntry_andTheRevocationsItsTransactionSaw() {
        store.revocationVersion(42);
        AuditEntry entry = log.entry();
        AuditReceipt receipt = over(store, SMALL).record(entry);
        assertThat(receipt.entryId()).isEqualTo(entry.id());
        assertThat(receipt.exchangeId()).isEqualTo(entry.exchangeId());
        assertThat(receipt.revocationVersion()).isEqualTo(42);
        assertThat(store.entries).containsKey(entry.id());
        assertThat(store.waiting).containsExactly(entry.id());
        assertThat(receipt)
                .hasToString("AuditReceipt[" + entry.id() + ", exchange " + entry.exchangeId() + ", revocations 42]");
    }

    @Test
    @Tag("long")
    void sixtyFourWriters_areAllAcknowledged_andPresentExactlyOnce() throws InterruptedException {
        GroupCommitAuditLog audit = over(store, GroupCommitAuditLog.Limits.DEFAULT);
        Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();
        try (ExecutorService writers = Executors.newFixedThreadPool(64)) {
            for (int i = 0; i < 6400; i++) {
                writers.execute(() -> acknowledged.add(audit.record(log.entry()).entryId()));
            }
        }
        assertThat(acknowledged).hasSize(6400).isEqualTo(store.entries.keySet());
        assertThat(store.inserts).isLessThan(6400);
        log.anchored(0).check(6400);
    }

    @Test
    void entriesThatWait_shareACommit() throws InterruptedException {
        GatedStore gated = new GatedStore(store);
        GroupCommitAuditLog audit = over(gated, SMALL);
        PromisedReceipt first = audit.submit(log.entry());
        gated.reached.await();
        List<PromisedReceipt> rest =
                List.of(audit.submit(log.entry()), audit.submit(log.entry()), audit.submit(log.entry()));
        gated.gate.countDown();
        first.await();
        rest.forEach(PromisedReceipt::await);
        assertThat(store.inserts).isEqualTo(2);
        assertThat(rest.getFirst().await().entryId())
                .isEqualTo(rest.getFirst().await().entryId());
    }

    @Test
    void wholeBatchThatWaits_isCommittedBesideTheOneUnderWay_andNothingLess() throws InterruptedException {
        GatedStore gated = new GatedStore(store);
        GroupCommitAuditLog audit = over(gated, new GroupCommitAuditLog.Limits(8, 2, 2, Duration.ofSeconds(60)));
        PromisedReceipt first = audit.submit(log.entry());
        gated.reached.await();
        PromisedReceipt second = audit.submit(log.entry());
        assertThat(gated.inside.get()).isEqualTo(1);
        PromisedReceipt third = audit.submit(log.entry());
        assertThat(gated.beside.await(1, TimeUnit.MINUTES)).isTrue();
        gated.gate.countDown();
        for (PromisedReceipt promised : List.of(first, second, third)) {
            assertThat(promised.await()).isNotNull();
        }
        assertThat(store.inserts).isEqualTo(2);
    }

    @Test
    void entryThatNobodyWaitsFor_ridesAlongWithTheNextCommit() throws InterruptedException {
        GatedStore gated = new GatedStore(store);
        GroupCommitAuditLog audit = over(gated, SMALL);
        PromisedReceipt first = audit.submit(log.entry());
        gated.reached.await();
        AuditEntry follower = log.entry();
        audit.follow(follower);
        PromisedReceipt next = audit.submit(log.entry());
        gated.gate.countDown();
        first.await();
        next.await();
        assertThat(store.entries).containsKey(follower.id()).hasSize(3);
        assertThat(store.inserts).isEqualTo(2);
    }

    @Test
    void entryThatNobodyWaitsFor_isWrittenEvenWhenNothingElseComes() throws InterruptedException {
        GatedStore gated = new GatedStore(store);
        gated.gate.countDown();
        AuditEntry follower = log.entry();
        GroupCommitAuditLog audit = over(gated, SMALL);
        audit.follow(follower);
        assertThat(gated.reached.await(1, TimeUnit.MINUTES)).isTrue();
        audit.close();
        assertThat(store.entries).containsOnlyKeys(follower.id());
    }

    @Test
    void entriesThatNobodyWaitsFor_areRefusedWhenTooManyWait_andNeverDelayThoseSomebodyWaitsFor()
            throws InterruptedException {
        GatedStore gated = new GatedStore(store);
        GroupCommitAuditLog audit = over(gated, SMALL);
        audit.submit(log.entry());
        gated.reached.await();
        for (int i = 0; i < 4; i++) {
            audit.follow(log.entry());
        }
        assertThatThrownBy(() -> audit.follow(log.entry()))
                .isInstanceOf(AuditUnavailableException.class)
                .hasMessageContaining("too many");
        PromisedReceipt waitedFor = audit.submit(log.entry());
        gated.gate.countDown();
        assertThat(waitedFor.await()).isNotNull();
    }

    @Test
    void closedLog_writesWhatNobodyWaitsFor_andRefusesMore() {
        GroupCommitAuditLog audit = over(store, SMALL);
        AuditEntry follower = log.entry();
        audit.follow(follower);
        audit.close();
        assertThat(store.entries).containsKey(follower.id());
        assertThatThrownBy(() -> audit.follow(log.entry()))
                .isInstanceOf(AuditUnavailableException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void entryThatWaitsBehindAStandingCommit_hasNoReceiptInTimeEither() throws InterruptedException {
        GatedStore gated = new GatedStore(store);
        GroupCommitAuditLog audit = over(gated, new GroupCommitAuditLog.Limits(4, 4, 1, Duration.ofMillis(20)));
        audit.submit(log.entry());
        gated.reached.await();
        PromisedReceipt behind = audit.submit(log.entry());
        assertThatThrownBy(behind::await)
                .isInstanceOf(AuditUnavailableException.class)
                .hasRootCauseMessage("the entry was not known to be durable in time");
        gated.gate.countDown();
    }

    @Test
    void fullQueue_isRefusedAtOnce() throws InterruptedException {
        GatedStore gated = new GatedStore(store);
        GroupCommitAuditLog audit = over(gated, SMALL);
        audit.submit(log.entry());
        gated.reached.await();
        for (int i = 0; i < 4; i++) {
            audit.submit(log.entry());
        }
        assertThatThrownBy(() -> audit.submit(log.entry()))
                .isInstanceOf(AuditUnavailableException.class)
                .hasMessageContaining("too many");
        gated.gate.countDown();
    }

    @Test
    void entryThatIsNotDurableInTime_hasNoReceipt() {
        GatedStore gated = new GatedStore(store);
        GroupCommitAuditLog audit = over(gated, new GroupCommitAuditLog.Limits(4, 4, 1, Duration.ofMillis(20)));
        assertThatThrownBy(() -> audit.record(log.entry())).isInstanceOf(AuditUnavailableException.class);
        gated.gate.countDown();
    }

    @Test
    void failedCommit_givesNoReceipt_andTheNextOneWorks() {
        GroupCommitAuditLog audit = over(store, SMALL);
        store.fail(InMemoryStore.Step.INSERT, true);
        assertThatThrownBy(() -> audit.record(log.entry())).isInstanceOf(AuditUnavailableException.class);
        store.fail(InMemoryStore.Step.INSERT, false);
        assertThatThrownBy(() -> audit.record(log.entry())).isInstanceOf(AuditUnavailableException.class);
        assertThat(audit.record(log.entry())).isNotNull();
    }

    @Test
    void oneBadEntry_doesNotFailItsNeighbours() throws InterruptedException {
        GatedStore gated = new GatedStore(store);
        GroupCommitAuditLog audit = over(gated, SMALL);
        PromisedReceipt first = audit.submit(log.entry());
        gated.reached.await();
        AuditEntry bad = log.entry();
        store.refused.add(bad.id());
        PromisedReceipt before = audit.submit(log.entry());
        PromisedReceipt refused = audit.submit(bad);
        PromisedReceipt after = audit.submit(log.entry());
        gated.gate.countDown();
        assertThat(first.await()).isNotNull();
        assertThat(before.await()).isNotNull();
        assertThat(after.await()).isNotNull();
        assertThatThrownBy(refused::await).isInstanceOf(AuditUnavailableException.class);
        assertThat(store.entries).doesNotContainKey(bad.id()).hasSize(3);
    }

    @Test
    void enlistedEntry_sharesTheCallersFate() {
        GroupCommitAuditLog audit = over(store, SMALL);
        AuditEntry kept = log.entry();
        store.inTransaction(() -> audit.enlist(kept));
        assertThat(store.entries).containsOnlyKeys(kept.id());
        assertThatThrownBy(() -> store.inTransaction(() -> {
                    audit.enlist(log.entry());
                    throw new IllegalStateException("rolled back");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(store.entries).containsOnlyKeys(kept.id());
        assertThat(store.waiting).containsOnly(kept.id());
    }

    @Test
    void enlistingWithoutATransaction_isRefused() {
        GroupCommitAuditLog audit = over(store, SMALL);
        assertThatThrownBy(() -> audit.enlist(log.entry())).isInstanceOf(AuditUnavailableException.class);
    }

    @Test
    void closedLog_writesWhatWaits_andRefusesMore() throws InterruptedException {
        GatedStore gated = new GatedStore(store);
        GroupCommitAuditLog audit = over(gated, SMALL);
        PromisedReceipt waiting = audit.submit(log.entry());
        gated.reached.await();
        PromisedReceipt behind = audit.submit(log.entry());
        gated.gate.countDown();
        audit.close();
        assertThat(waiting.await()).isNotNull();
        assertThat(behind.await()).isNotNull();
        assertThatThrownBy(() -> audit.submit(log.entry()))
                .isInstanceOf(AuditUnavailableException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void limitsThatAreNotPositive_areRefused() {
        assertThatThrownBy(() -> new GroupCommitAuditLog.Limits(0, 1, 1, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GroupCommitAuditLog.Limits(1, 0, 1, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GroupCommitAuditLog.Limits(1, 1, 0, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GroupCommitAuditLog.Limits(1, 1, 1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
