package org.caregate.server.node;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** How long the parts of a start took; parts that ran side by side overlap. */
public final class Timings {
    private final long start = System.nanoTime();
    private final Map<String, Duration> took = new LinkedHashMap<>();

    /** Does it and remembers how long that took. */
    public <T> T measure(String part, Supplier<T> work) {
        long before = System.nanoTime();
        T result = work.get();
        put(part, Duration.ofNanos(System.nanoTime() - before));
        return result;
    }

    /** Remembers how long after the beginning this happened. */
    public void reached(String milestone) {
        put(milestone, Duration.ofNanos(System.nanoTime() - start));
    }

    private synchronized void put(String part, Duration duration) {
        took.put(part, duration);
    }

    /** In the order in which they ended. */
    public synchronized Map<String, Duration> all() {
        return new LinkedHashMap<>(took);
    }
}
