package org.caregate.audit;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.caregate.audit.memory.WriterMemory;
import org.jspecify.annotations.Nullable;

/**
 * Whether entries may be acknowledged now. While there is an objection nothing that has to be audited is answered, since what would be
 * acknowledged might never stand in a log that verifies.
 */
public final class LogStatus {
    /**
     * How late the log may be.
     *
     * @param signing how long an acknowledged entry may wait for its signature before no further one is acknowledged
     * @param anchorAlarm how old the newest anchored checkpoint may be before that is an alarm
     * @param anchorLimit how old it may be before nothing is acknowledged any more
     */
    public record Limits(Duration signing, Duration anchorAlarm, Duration anchorLimit) {
        public static final Limits DEFAULT =
                new Limits(Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofMinutes(5));

        public Limits {
            if (!signing.isPositive() || !anchorAlarm.isPositive() || anchorLimit.compareTo(anchorAlarm) < 0) {
                throw new IllegalArgumentException("limits are positive, and the alarm comes before the refusal");
            }
        }
    }

    private static final long HOLDING_PAUSE_MILLIS = 10;
    private static final long UNWATCHED_NANOS = Duration.ofSeconds(5).toNanos();

    private final WriterMemory memory;
    private final Limits limits;
    private final long signingNanos; // asked with every entry, so compared as numbers
    private final long anchorLimitNanos;
    private final LongSupplier nanos;
    private volatile @Nullable String broken;
    private volatile @Nullable String suspicion;
    private volatile boolean keeping;
    private volatile long anchoredAt;
    private volatile long watchedAt;

    public LogStatus(WriterMemory memory, Limits limits) {
        this(memory, limits, System::nanoTime);
    }

    LogStatus(WriterMemory memory, Limits limits, LongSupplier nanos) {
        this.memory = memory;
        this.limits = limits;
        this.signingNanos = limits.signing().toNanos();
        this.anchorLimitNanos = limits.anchorLimit().toNanos();
        this.nanos = nanos;
        this.anchoredAt = nanos.getAsLong();
        this.watchedAt = nanos.getAsLong();
    }

    /** From here on this process signs and anchors by itself, so that the age of both counts. */
    public void keeping() {
        anchored();
        watched(Optional.empty());
        keeping = true;
    }

    /** This process has stopped signing and anchoring in good order. */
    public void stopped() {
        keeping = false;
    }

    /**
     * The log contradicts what this program knows of it: final, since going on would bury the change.
     *
     * @return whether that is news
     */
    public synchronized boolean broken(String reason) {
        boolean first = broken == null;
        if (first) {
            broken = reason;
        }
        return first;
    }

    /** What the log's tables were found to be; empty when they are as this program made them. */
    public void watched(Optional<String> objection) {
        suspicion = objection.orElse(null);
        watchedAt = nanos.getAsLong();
    }

    /** The anchor was written, or found up to date. */
    public void anchored() {
        anchoredAt = nanos.getAsLong();
    }

    public Optional<String> brokenBecause() {
        return Optional.ofNullable(broken);
    }

    public Duration anchoredAgo() {
        return Duration.ofNanos(nanos.getAsLong() - anchoredAt);
    }

    /** Whether the anchor is late enough to tell an operator, though not late enough to refuse. */
    public boolean anchorIsLate() {
        return keeping && anchoredAgo().compareTo(limits.anchorAlarm()) > 0;
    }

    /** Why nothing may be acknowledged; empty while all is well. */
    public Optional<String> objection() {
        String reason = broken;
        if (reason != null) {
            return Optional.of("the log is broken: " + reason);
        }
        String found = suspicion;
        if (found != null) {
            return Optional.of("the log's tables are not as this program made them: " + found);
        }
        if (!keeping) {
            return Optional.empty();
        }
        if (signingIsLate(2)) {
            return Optional.of("acknowledged entries wait for their signature for too long");
        }
        long now = nanos.getAsLong();
        if (now - anchoredAt > anchorLimitNanos) {
            return Optional.of("no checkpoint has reached the anchor for too long");
        }
        return now - watchedAt > UNWATCHED_NANOS
                ? Optional.of("the log's tables could not be looked at for too long")
                : Optional.empty();
    }

    /**
     * Waits while an acknowledged entry is over the limit, since another one would widen the window; that ends with its signature or with
     * an objection.
     */
    void awaitSignatures() {
        while (keeping && signingIsLate(1) && objection().isEmpty()) {
            try {
                Thread.sleep(HOLDING_PAUSE_MILLIS);
            } catch (InterruptedException notOurWayToEnd) {
                return;
            }
        }
    }

    private boolean signingIsLate(int times) {
        return memory.unsignedForNanos() > times * signingNanos;
    }
}
