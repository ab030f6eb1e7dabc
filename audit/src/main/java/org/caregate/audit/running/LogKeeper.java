package org.caregate.audit.running;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.caregate.audit.anchor.AnchoredCheckpoint;
import org.caregate.audit.sequencing.BrokenLogException;
import org.caregate.audit.sequencing.RootLog;
import org.caregate.audit.sequencing.Sequencer;
import org.jspecify.annotations.Nullable;

/**
 * Sequences every few milliseconds and publishes at most a minute apart, until closed; closing publishes once more.
 *
 * <p>Trouble is reported and tried again; a log that contradicts itself is final, since writing on would bury the change.
 */
public final class LogKeeper implements AutoCloseable {
    /**
     * How often.
     *
     * @param sequencing between two looks for entries that wait
     * @param publishing between two anchored root checkpoints
     */
    public record Intervals(Duration sequencing, Duration publishing) {
        public static final Intervals DEFAULT = new Intervals(Duration.ofMillis(50), Duration.ofSeconds(30));

        public Intervals {
            if (!sequencing.isPositive() || !publishing.isPositive()) {
                throw new IllegalArgumentException("intervals are positive");
            }
            if (publishing.compareTo(Duration.ofSeconds(60)) > 0) {
                throw new IllegalArgumentException("root checkpoints are at most 60 s apart");
            }
        }
    }

    private final Sequencer sequencer;
    private final RootLog root;
    private final Intervals intervals;
    private final Consumer<RuntimeException> trouble;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable BrokenLogException broken;
    private volatile long sequencedAt = System.nanoTime();
    private volatile long anchoredAt = System.nanoTime();
    private @Nullable Thread thread;

    public LogKeeper(Sequencer sequencer, RootLog root, Intervals intervals, Consumer<RuntimeException> trouble) {
        this.sequencer = sequencer;
        this.root = root;
        this.intervals = intervals;
        this.trouble = trouble;
    }

    public void start() {
        thread = Thread.ofPlatform().name("audit-sequencer").daemon().start(this::run);
    }

    /** Why the log is written no more, if it is not. */
    public Optional<BrokenLogException> broken() {
        return Optional.ofNullable(broken);
    }

    /** How long ago everything that waited was last placed; counted from the keeper's making until it was. */
    public Duration sequencedAgo() {
        return Duration.ofNanos(System.nanoTime() - sequencedAt);
    }

    /** How long ago the anchor was last written or found up to date; counted like {@link #sequencedAgo}. */
    public Duration anchoredAgo() {
        return Duration.ofNanos(System.nanoTime() - anchoredAt);
    }

    /** Sequences what waits and anchors it at once, for an export or a verification. */
    public Optional<AnchoredCheckpoint> publishNow() {
        sequencer.step();
        Optional<AnchoredCheckpoint> published = root.publish();
        anchoredAt = System.nanoTime();
        sequencer.keepPartialTiles();
        return published;
    }

    private void run() {
        long published = System.nanoTime();
        boolean closed = false;
        while (!closed && broken == null) {
            try {
                sequencer.step();
                sequencedAt = System.nanoTime();
                if (System.nanoTime() - published >= intervals.publishing().toNanos()) {
                    published = System.nanoTime();
                    publishNow();
                }
            } catch (BrokenLogException tampered) {
                broken = tampered;
                trouble.accept(tampered);
            } catch (RuntimeException passing) {
                trouble.accept(passing);
            }
            try {
                closed = closing.await(intervals.sequencing().toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException interrupted) {
                closed = true;
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            if (thread != null) {
                thread.join(Duration.ofSeconds(5));
            }
            if (broken == null) {
                publishNow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            trouble.accept(failed);
        }
    }
}
