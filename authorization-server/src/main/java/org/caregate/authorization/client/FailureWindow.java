package org.caregate.authorization.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * This node's own throttle: so many failures of one address as one client within a window, then nothing until it ends. Bounded, so
 * that strangers cannot fill the memory: the oldest is forgotten first.
 */
public final class FailureWindow implements ClientThrottle {
    private static final int MOST_ENTRIES = 10_000;

    private final Clock clock;
    private final int allowed;
    private final Duration window;
    private final Map<Key, Count> counts = new LinkedHashMap<>();

    private record Key(String client, String remoteAddress) {}

    private record Count(Instant since, int failures) {}

    public FailureWindow(Clock clock, int allowed, Duration window) {
        this.clock = clock;
        this.allowed = allowed;
        this.window = window;
    }

    @Override
    public synchronized long secondsToWait(String client, String remoteAddress) {
        Count count = counts.get(new Key(client, remoteAddress));
        if (count == null || count.failures() < allowed) {
            return 0;
        }
        Duration left = Duration.between(clock.instant(), count.since().plus(window));
        return left.isPositive() ? Math.max(1, left.toSeconds()) : 0;
    }

    @Override
    public synchronized void failed(String client, String remoteAddress) {
        Instant now = clock.instant();
        Key key = new Key(client, remoteAddress);
        Count before = counts.remove(key);
        if (before == null || !now.isBefore(before.since().plus(window))) {
            counts.put(key, new Count(now, 1));
        } else {
            counts.put(key, new Count(before.since(), before.failures() + 1));
        }
        if (counts.size() > MOST_ENTRIES) {
            counts.remove(counts.keySet().iterator().next());
        }
    }
}
