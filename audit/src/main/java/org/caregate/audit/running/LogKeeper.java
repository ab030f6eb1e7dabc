package org.caregate.audit.running;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.caregate.audit.LogStatus;
import org.caregate.audit.anchor.AnchoredCheckpoint;
import org.caregate.audit.sequencing.BrokenLogException;

/**
 * Signs every few milliseconds, anchors at most a minute apart and watches the log's tables, until closed; closing anchors once more.
 *
 * <p>Three threads, so that an anchor that hangs delays no signature and a database that hangs hides no late anchor. Trouble is reported
 * and tried again; a log that contradicts itself is final, since writing on would bury the change.
 */
public final class LogKeeper implements AutoCloseable {
    /**
     * How often.
     *
     * @param sequencing between two looks for entries that wait
     * @param keeping between two looks for signed heads that are not kept outside the database
     * @param watching between two looks at the log's tables and heads
     * @param publishing between two anchored root checkpoints
     */
    public record Intervals(Duration sequencing, Duration keeping, Duration watching, Duration publishing) {
        public static final Intervals DEFAULT = new Intervals(
                Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofSeconds(30));

        public Intervals {
            for (Duration interval : List.of(sequencing, keeping, watching, publishing)) {
                if (!interval.isPositive()) {
                    throw new IllegalArgumentException("intervals are positive");
                }
            }
            if (publishing.compareTo(Duration.ofSeconds(60)) > 0) {
                throw new IllegalArgumentException("root checkpoints are at most 60 s apart");
            }
        }
    }

    private final RunningLog log;
    private final LogStatus status;
    private final TablesWatch tables;
    private final Intervals intervals;
    private final Consumer<RuntimeException> trouble;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private long publishedAt = System.nanoTime();
    private boolean toldLate;

    /**
     * Keeps that log.
     *
     * @param trouble receives every failure; a final one once
     */
    public LogKeeper(
            RunningLog log,
            LogStatus status,
            TablesWatch tables,
            Intervals intervals,
            Consumer<RuntimeException> trouble) {
        this.log = log;
        this.status = status;
        this.tables = tables;
        this.intervals = intervals;
        this.trouble = trouble;
    }

    /**
     * Starts; from here on entries are refused while signing or anchoring is late. What was written before is signed first, since it has
     * waited for as long as the start took.
     */
    public synchronized void start() {
        attempt(log::step);
        status.keeping();
        threads.add(thread("audit-sequencer", intervals.sequencing(), log::step));
        threads.add(thread("audit-anchor", intervals.keeping(), this::anchor));
        threads.add(thread("audit-watch", intervals.watching(), this::watch));
    }

    private Thread thread(String name, Duration interval, Runnable work) {
        return Thread.ofPlatform().name(name).daemon().start(() -> {
            while (status.brokenBecause().isEmpty() && !closedWithin(interval)) {
                attempt(work);
            }
        });
    }

    private boolean closedWithin(Duration interval) {
        try {
            return closing.await(interval.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            return true;
        }
    }

    private void attempt(Runnable work) {
        try {
            work.run();
        } catch (BrokenLogException tampered) {
            if (status.broken(String.valueOf(tampered.getMessage()))) {
                trouble.accept(tampered);
                attempt(log::keepHeads); // what was signed before is evidence
            }
        } catch (RuntimeException passing) {
            trouble.accept(passing);
        }
    }

    private void anchor() {
        log.keepHeads();
        if (System.nanoTime() - publishedAt >= intervals.publishing().toNanos()) {
            publishedAt = System.nanoTime();
            publishNow();
        }
    }

    private void watch() {
        boolean late = status.anchorIsLate();
        if (late && !toldLate) {
            trouble.accept(new IllegalStateException("no checkpoint has reached the anchor for "
                    + status.anchoredAgo().toSeconds() + " s"));
        }
        toldLate = late;
        log.holdHeads();
        Optional<String> before = status.objection();
        Optional<String> objection = tables.objection();
        status.watched(objection);
        if (objection.isPresent() && before.isEmpty()) {
            trouble.accept(new IllegalStateException(
                    "the log's tables are not as this program made them: " + objection.get()));
        }
    }

    /** Sequences what waits and anchors it at once, for an export or a verification. */
    public Optional<AnchoredCheckpoint> publishNow() {
        Optional<AnchoredCheckpoint> published = log.publish();
        status.anchored();
        return published;
    }

    @Override
    public synchronized void close() {
        closing.countDown();
        try {
            for (Thread thread : threads) {
                thread.join(Duration.ofSeconds(5));
            }
            if (status.brokenBecause().isEmpty()) {
                attempt(() -> {
                    publishNow();
                    log.keepHeads();
                });
            }
            status.stopped();
            log.leave();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            trouble.accept(failed);
        }
    }
}
