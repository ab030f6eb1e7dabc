package org.caregate.authorization.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.caregate.audit.flood.SourceNetwork;

/**
 * This node's own throttle: so many failures of one network as one client within a window, then "too many" until it ends. Bounded in
 * number and in bytes, so that strangers cannot fill the memory: the oldest is forgotten first, and a name that no client can have is
 * not kept.
 */
public final class FailureWindow implements ClientThrottle {
    private static final int MOST_ENTRIES = 10_000;
    private static final int LONGEST_CLIENT = 200;
    private static final String NO_CLIENT = "";

    private final Clock clock;
    private final int allowed;
    private final Duration window;
    private final Map<Key, Count> counts = new LinkedHashMap<>();

    private record Key(String client, String network) {}

    private record Count(Instant since, int failures) {}

    public FailureWindow(Clock clock, int allowed, Duration window) {
        this.clock = clock;
        this.allowed = allowed;
        this.window = window;
    }

    @Override
    public synchronized long failed(String client, String remoteAddress) {
        Instant now = clock.instant();
        Key key = new Key(client.length() > LONGEST_CLIENT ? NO_CLIENT : client, SourceNetwork.of(remoteAddress));
        Count before = counts.remove(key);
        Count count = before == null || !now.isBefore(before.since().plus(window))
                ? new Count(now, 1)
                : new Count(before.since(), Math.min(before.failures() + 1, allowed + 1));
        counts.put(key, count);
        if (counts.size() > MOST_ENTRIES) {
            counts.remove(counts.keySet().iterator().next());
        }
        Duration left = Duration.between(now, count.since().plus(window));
        return count.failures() > allowed ? Math.max(1, left.toSeconds()) : 0;
    }

    /** The characters kept, for the test of their bound. */
    synchronized long charactersKept() {
        return counts.keySet().stream()
                .mapToLong(key -> key.client().length() + key.network().length())
                .sum();
    }
}
