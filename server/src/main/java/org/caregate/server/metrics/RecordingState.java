package org.caregate.server.metrics;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Whether entries become durable: not when the newest attempt failed. A node that is taken out of service for it has no attempts any more, so
 * a failure counts for a while only; what lasts, the next requests tell.
 */
public final class RecordingState {
    static final Duration COUNTS = Duration.ofSeconds(20);

    private static final long NEVER = Long.MIN_VALUE;

    private final LongSupplier nanos;
    private final AtomicLong failed = new AtomicLong(NEVER);

    /** By that clock, in nanoseconds. */
    public RecordingState(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void failed() {
        failed.set(nanos.getAsLong());
    }

    void succeeded() {
        if (failed.get() != NEVER) { // written only when it changes: it is read on every exchange
            failed.set(NEVER);
        }
    }

    /** Whether nothing speaks against it. */
    public boolean isPossible() {
        long when = failed.get();
        return when == NEVER || nanos.getAsLong() - when > COUNTS.toNanos();
    }
}
