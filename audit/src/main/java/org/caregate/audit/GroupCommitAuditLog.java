package org.caregate.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.StoredEntry;
import org.caregate.audit.sealing.EntrySealing;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries in batches that concurrent callers share, one commit a batch.
 *
 * <p>The commit inside {@link EntryStore#insert} is the commit point: receipts are made after it and nowhere else. A batch
 * grows while the one before it is being committed, so the load itself sets its size.
 */
public final class GroupCommitAuditLog implements AuditLog, AutoCloseable {
    /**
     * How much may wait, and for how long.
     *
     * @param queue entries waiting at most; more are refused at once
     * @param batch entries of one commit at most
     * @param writers batches under way at the same time
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

    private record Waiting(StoredEntry entry, CompletableFuture<AuditReceipt> receipt) {}

    private final EntryStore store;
    private final EntrySealing sealing;
    private final Limits limits;
    private final BlockingQueue<Waiting> queue;
    private final List<Thread> writers = new ArrayList<>();
    private volatile boolean closed;

    public GroupCommitAuditLog(EntryStore store, EntrySealing sealing, Limits limits) {
        this.store = store;
        this.sealing = sealing;
        this.limits = limits;
        this.queue = new ArrayBlockingQueue<>(limits.queue());
        for (int i = 0; i < limits.writers(); i++) {
            writers.add(Thread.ofPlatform().name("audit-writer-" + i).daemon().start(this::write));
        }
    }

    @Override
    public AuditReceipt record(AuditEntry entry) {
        return submit(entry).await();
    }

    @Override
    public PromisedReceipt submit(AuditEntry entry) {
        Waiting waiting = new Waiting(seal(entry), new CompletableFuture<>());
        if (closed || !queue.offer(waiting)) {
            throw new AuditUnavailableException(closed ? "the audit log is closed" : "too many entries wait");
        }
        return () -> await(waiting.receipt());
    }

    @Override
    public void enlist(AuditEntry entry) {
        StoredEntry stored = seal(entry);
        try {
            store.enlist(stored);
        } catch (RuntimeException failed) {
            throw new AuditUnavailableException("the entry could not be enlisted", failed);
        }
    }

    private StoredEntry seal(AuditEntry entry) {
        try {
            return StoredEntry.of(sealing.seal(entry));
        } catch (RuntimeException failed) {
            throw new AuditUnavailableException("the entry could not be sealed", failed);
        }
    }

    private AuditReceipt await(CompletableFuture<AuditReceipt> receipt) {
        try {
            return receipt.get(limits.patience().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new AuditUnavailableException("the entry was not known to be durable in time", late);
        } catch (ExecutionException failed) {
            throw new AuditUnavailableException("the entry is not known to be durable", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AuditUnavailableException("interrupted while the entry was being written", interrupted);
        }
    }

    private void write() {
        List<Waiting> batch = new ArrayList<>(limits.batch());
        while (!closed || !queue.isEmpty()) {
            Waiting first = next();
            if (first != null) {
                batch.add(first);
                queue.drainTo(batch, limits.batch() - 1);
                commit(batch);
                batch.clear();
            }
        }
    }

    private @Nullable Waiting next() {
        try {
            return queue.poll(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException notOurWayToEnd) {
            return null; // close() ends the loop
        }
    }

    private void commit(List<Waiting> batch) {
        try {
            long revocationVersion =
                    store.insert(batch.stream().map(Waiting::entry).toList());
            for (Waiting waiting : batch) {
                StoredEntry entry = waiting.entry();
                waiting.receipt().complete(new AuditReceipt(entry.id(), entry.exchangeId(), revocationVersion));
            }
        } catch (EntryStore.RefusedEntryException refused) {
            if (batch.size() == 1) {
                batch.getFirst().receipt().completeExceptionally(refused);
            } else {
                batch.forEach(waiting -> commit(List.of(waiting))); // one bad entry does not fail its neighbours
            }
        } catch (RuntimeException | Error failed) {
            // perhaps it was stored after all: without the store's word for it there is no receipt
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
        late.forEach(waiting ->
                waiting.receipt().completeExceptionally(new AuditUnavailableException("the audit log is closed")));
    }
}
