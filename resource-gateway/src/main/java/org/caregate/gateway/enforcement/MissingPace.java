package org.caregate.gateway.enforcement;

import java.time.Duration;

/**
 * Lets a "there is no such resource" leave only at whole steps of time since its request began. A resource that is hidden from the
 * caller has to be sent by the upstream, read and judged, one that is missing has not: without the steps the difference would tell
 * them apart. What takes the upstream longer than a step for the one and not for the other still shows, as that many steps.
 */
record MissingPace(Duration step) {

    /** Waits for the next step; {@code startedNanos} is {@link System#nanoTime} when the request began. */
    void await(long startedNanos) {
        long due = due(System.nanoTime() - startedNanos);
        try {
            for (long left = due - (System.nanoTime() - startedNanos); left > 0; ) {
                Thread.sleep(Duration.ofNanos(left));
                left = due - (System.nanoTime() - startedNanos);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** The end of the step that has begun by then. */
    long due(long elapsedNanos) {
        long nanos = step.toNanos();
        return (elapsedNanos / nanos + 1) * nanos;
    }
}
