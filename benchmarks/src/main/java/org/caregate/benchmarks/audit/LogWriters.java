package org.caregate.benchmarks.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.caregate.audit.AuditLog;

/** Callers of the log, each on a virtual thread, each waiting for its receipt before its next entry. */
final class LogWriters {
    private static final int MOST_SAMPLES = 2_000_000;

    /** What they saw: receipts, and the time each was waited for. */
    record Outcome(long receipts, long[] sortedMicros) {
        long percentile(double part) {
            return sortedMicros.length == 0 ? 0 : sortedMicros[(int) ((sortedMicros.length - 1) * part)];
        }
    }

    private final AuditLog log;
    private final int writers;

    LogWriters(AuditLog log, int writers) {
        this.log = log;
        this.writers = writers;
    }

    Outcome run(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        ConcurrentLinkedQueue<long[]> waits = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            threads.add(Thread.ofVirtual()
                    .uncaughtExceptionHandler((thread, failed) -> failures.add(failed))
                    .start(() -> waits.add(writeUntil(end))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException("a writer got no receipt", failures.peek());
        }
        long[] all = waits.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Outcome(all.length, all);
    }

    private long[] writeUntil(long end) {
        long[] micros = new long[1_024];
        int count = 0;
        for (long before = System.nanoTime(); before < end && count < MOST_SAMPLES; ) {
            log.record(ReadEntries.next());
            long after = System.nanoTime();
            micros = count == micros.length ? Arrays.copyOf(micros, count * 2) : micros;
            micros[count++] = (after - before) / 1_000;
            before = after;
        }
        return Arrays.copyOf(micros, count);
    }
}
