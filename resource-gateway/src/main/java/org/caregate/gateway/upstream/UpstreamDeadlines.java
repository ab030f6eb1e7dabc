package org.caregate.gateway.upstream;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One thread that looks at every call under way a few times a second. A time-out of the socket's own would be a timer for each
 * read, and on a virtual thread that is a switch of threads each time.
 */
final class UpstreamDeadlines implements AutoCloseable {
    private final Set<UpstreamCall> underWay = ConcurrentHashMap.newKeySet();
    private final long silenceNanos;
    private final long pauseMillis;
    private final Thread watch;
    private volatile boolean closed;

    /** Calls are late after so much silence, give or take an eighth. */
    UpstreamDeadlines(Duration silence) {
        this.silenceNanos = silence.toNanos();
        this.pauseMillis = Math.clamp(silence.toMillis() / 8, 1, 250);
        this.watch = Thread.ofPlatform().name("upstream-deadlines").daemon().start(this::watch);
    }

    void begin(UpstreamCall call) {
        underWay.add(call);
    }

    void end(UpstreamCall call) {
        underWay.remove(call);
    }

    private void watch() {
        while (!closed) {
            try {
                Thread.sleep(pauseMillis);
            } catch (InterruptedException woken) {
                continue; // close() ends the loop
            }
            long now = System.nanoTime();
            underWay.forEach(call -> call.cancelIfLate(now, silenceNanos));
        }
    }

    @Override
    public void close() {
        closed = true;
        watch.interrupt();
    }
}
