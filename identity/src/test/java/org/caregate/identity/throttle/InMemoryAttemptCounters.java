package org.caregate.identity.throttle;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts in memory, for tests. */
public final class InMemoryAttemptCounters implements AttemptCounters {
    private final Map<String, AttemptCount> counts = new HashMap<>();

    @Override
    public synchronized Optional<AttemptCount> find(String key) {
        return Optional.ofNullable(counts.get(key));
    }

    @Override
    public synchronized boolean advance(String key, int expected, AttemptCount next) {
        int stored = find(key).map(AttemptCount::attempts).orElse(0);
        if (stored != expected) {
            return false;
        }
        counts.put(key, next);
        return true;
    }

    @Override
    public synchronized void reset(String key) {
        counts.remove(key);
    }

    @Override
    public synchronized int removeLastCountedBefore(String kind, Instant then) {
        int before = counts.size();
        counts.entrySet()
                .removeIf(one -> one.getKey().startsWith(kind + ":")
                        && one.getValue().lastAt().isBefore(then));
        return before - counts.size();
    }
}
