package org.caregate.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.StoredEntry;
import org.caregate.audit.memory.WriterMemory;
import org.caregate.audit.memory.WrittenRow;
import org.caregate.audit.sealing.EntrySealing;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries in batches that concurrent callers share, one commit a batch.
 *
 * <p>The commit inside {@link EntryStore#insert} is the commit point: receipts are made after it and nowhere else. A batch
 * grows while the one before it is being committed, so the load itself sets its size. Entries that no one waits for ride
 * along with it, and have a commit of their own only when nothing else comes.
 *
 * <p>Callers wait without a timer each, since those of virtual threads cost a switch of threads: one thread watches all
 * that wait, and fails what is late.
 */
public final class GroupCommitAuditLog implements AuditLog, AutoCloseable {
    /**
     * How much may wait, and for how long.
     *
     * @param queue entries waiting at most; more are refused at once
     * @param batch entries of one commit at most that someone waits for, and as many that no one does
     * @param writers batches under way at the same time: the first takes what waits, which makes the batches, and so the commits, as large
     *     as the load allows; the others help when a whole batch waits beside the one under way
     * @param patience how long a caller waits for its receipt
     */
    public record Limits(int queue, int batch, int writers, Duration patience) {
        public static final Limits DEFAULT = new Limits(8192, 256, 2, Duration.ofSeconds(5));

        public Limits {
            if (queue < 1 || batch < 1 || writers < 1 || !patience.isPositive()) {
                throw new IllegalArgumentException("limits of the audit log are positive");
            }
        }
    }

    private record Waiting(StoredEntry entry, CompletableFuture<AuditReceipt> receipt, long sinceNanos) {
        void failIfLate(long nowNanos, long patienceNanos) {
            if (nowNanos - sinceNanos > patienceNanos) {
                receipt.completeExceptionally(
                        new AuditUnavailableException("the entry was not known to be durable in time"));
            }
        }
    }

    private static final Duration LONGEST_FOLLOWING = Duration.ofMillis(50);

    private final EntryStore store;
    private final EntrySealing sealing;
    private final WriterMemory memory;
    private final LogStatus status;
    private final Limits limits;
    private final BlockingQueue<Waiting> queue;
    private final BlockingQueue<Waiting> following;
    private final Semaphore wholeBatch = new Semaphore(0);
    private final AtomicReferenceArray<List<Waiting>> underWay;
    private final List<Thread> writers = new ArrayList<>();
    private volatile boolean closed;

    /**
     * A log that writes into that store.
     *
     * @param memory is notified of every entry that is acknowledged
     * @param status asked before anything is accepted or acknowledged
     */
    public GroupCommitAuditLog(
            EntryStore store, EntrySealing sealing, WriterMemory memory, LogStatus status, Limits limits) {
        this.store = store;
        this.sealing = sealing;
        this.memory = memory;
        this.status = status;
        this.limits = limits;
        this.queue = new ArrayBlockingQueue<>(limits.queue());
        this.following = new ArrayBlockingQueue<>(limits.queue());
        this.underWay = new AtomicReferenceArray<>(limits.writers());
        for (int i = 0; i < limits.writers(); i++) {
            int writer = i;
            writers.add(Thread.ofPlatform()
                    .name("audit-writer-" + i)
                    .daemon()
                    .start(writer == 0 ? this::write : () -> help(writer)));
        }
        Thread.ofPlatform().name("audit-patience").daemon().start(this::watch);
    }

    @Override
    public AuditReceipt record(AuditEntry entry) {
        return submit(entry).await();
    }

    @Override
    public PromisedReceipt submit(AuditEntry entry) {
        Waiting waiting = accept(entry, queue);
        if (queue.size() >= limits.batch() && wholeBatch.availablePermits() == 0) {
            wholeBatch.release();
        }
        return () -> await(waiting.receipt());
    }

    @Override
    public void follow(AuditEntry entry) {
        accept(entry, following);
    }

    private Waiting accept(AuditEntry entry, BlockingQueue<Waiting> into) {
        demandSoundLog();
        Waiting waiting = new Waiting(seal(entry), new CompletableFuture<>(), System.nanoTime());
        if (closed || !into.offer(waiting)) {
            throw new AuditUnavailableException(closed ? "the audit log is closed" : "too many entries wait");
        }
        if (closed && into.remove(waiting)) { // no one would look at it any more
            throw new AuditUnavailableException("the audit log is closed");
        }
        return waiting;
    }

    @Override
    public void enlist(AuditEntry entry) {
        demandSoundLog();
        StoredEntry stored = seal(entry);
        WrittenRow row = memory.begin(List.of(stored));
        try {
            store.enlist(row.pending(), stored, new EntryStore.Ending() {
                @Override
                public void committed() {
                    memory.committed(row);
                }

                @Override
                public void notKnownToHaveCommitted() {
                    memory.abandoned(row);
                }
            });
        } catch (RuntimeException failed) {
            memory.abandoned(row);
            throw new AuditUnavailableException("the entry could not be enlisted", failed);
        }
    }

    private void demandSoundLog() {
        Optional<String> objection = status.objection();
        if (objection.isPresent()) {
            throw new AuditUnavailableException(objection.get());
        }
    }

    private StoredEntry seal(AuditEntry entry) {
        try {
            return StoredEntry.of(sealing.seal(entry));
        } catch (RuntimeException failed) {
            throw new AuditUnavailableException("the entry could not be sealed", failed);
        }
    }

    private static AuditReceipt await(CompletableFuture<AuditReceipt> receipt) {
        try {
            return receipt.get();
        } catch (ExecutionException failed) {
            throw new AuditUnavailableException("the entry is not known to be durable", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AuditUnavailableException("interrupted while the entry was being written", interrupted);
        }
    }

    private void write() {
        List<Waiting> batch = new ArrayList<>(2 * limits.batch());
        while (!closed || !queue.isEmpty() || !following.isEmpty()) {
            Waiting first = next();
            if (first != null) {
                batch.add(first);
                queue.drainTo(batch, limits.batch() - 1);
            }
            following.drainTo(batch, limits.batch());
            commit(0, batch);
        }
    }

    private void help(int writer) {
        List<Waiting> batch = new ArrayList<>(limits.batch());
        while (!closed) {
            if (wholeBatchWaits()) {
                queue.drainTo(batch, limits.batch());
                commit(writer, batch);
            }
        }
    }

    private boolean wholeBatchWaits() {
        try {
            if (queue.size() < limits.batch()) {
                wholeBatch.tryAcquire(LONGEST_FOLLOWING.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException notOurWayToEnd) {
            return false; // close() ends the loop
        }
        return queue.size() >= limits.batch();
    }

    private void commit(int writer, List<Waiting> batch) {
        if (!batch.isEmpty()) {
            underWay.set(writer, List.copyOf(batch));
            commit(batch);
            underWay.set(writer, List.of());
            batch.clear();
        }
    }

    private @Nullable Waiting next() {
        try {
            return queue.poll(LONGEST_FOLLOWING.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException notOurWayToEnd) {
            return null; // close() ends the loop
        }
    }

    /** Until the last writer has ended: also after that no one may wait without end. */
    private void watch() {
        long patience = limits.patience().toNanos();
        long pauseMillis = Math.clamp(limits.patience().toMillis() / 8, 1, 250);
        while (writers.stream().anyMatch(Thread::isAlive)) {
            try {
                Thread.sleep(pauseMillis);
            } catch (InterruptedException notOurWayToEnd) {
                continue;
            }
            long now = System.nanoTime();
            queue.forEach(waiting -> waiting.failIfLate(now, patience));
            for (int i = 0; i < underWay.length(); i++) {
                List<Waiting> batch = underWay.get(i);
                if (batch != null) {
                    batch.forEach(waiting -> waiting.failIfLate(now, patience));
                }
            }
        }
    }

    private void commit(List<Waiting> batch) {
        List<StoredEntry> entries = batch.stream().map(Waiting::entry).toList();
        WrittenRow row = memory.begin(entries);
        try {
            status.awaitSignatures();
            demandSoundLog();
            long revocationVersion = store.insert(row.pending(), entries);
            memory.committed(row);
            demandSoundLog();
            for (Waiting waiting : batch) {
                StoredEntry entry = waiting.entry();
                waiting.receipt().complete(new AuditReceipt(entry.id(), entry.exchangeId(), revocationVersion));
            }
        } catch (EntryStore.RefusedEntryException refused) {
            memory.abandoned(row);
            if (batch.size() == 1) {
                batch.getFirst().receipt().completeExceptionally(refused);
            } else {
                batch.forEach(waiting -> commit(List.of(waiting))); // one bad entry does not fail its neighbours
            }
        } catch (RuntimeException | Error failed) {
            // perhaps it was stored after all: without the store's word for it there is no receipt
            memory.abandoned(row);
            batch.forEach(waiting -> waiting.receipt().completeExceptionally(failed));
        }
    }

    /** Refuses new entries, writes those that wait, and ends. */
    @Override
    public void close() {
        closed = true;
        for (Thread writer : writers) {
            try {
                writer.join(limits.patience());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        List<Waiting> late = new ArrayList<>();
        queue.drainTo(late); // offered between the check and the last writer's look
        following.drainTo(late);
        late.forEach(waiting ->
                waiting.receipt().completeExceptionally(new AuditUnavailableException("the audit log is closed")));
    }
}
