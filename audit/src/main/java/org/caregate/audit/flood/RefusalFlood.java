package org.caregate.audit.flood;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;

/**
 * Decides which unauthenticated refusals get an entry of their own and which are counted, so that a stranger cannot fill the
 * log: the first few of a source and reason in an interval are recorded, the rest become one entry with count and interval.
 */
public final class RefusalFlood {
    /** What to do with a refusal. */
    public enum Verdict {
        /** Record an entry of its own. */
        RECORD_NOW,
        /** It is counted, and {@link #flush()} will tell of it. */
        COUNTED
    }

    private record Key(String source, String reason) {}

    private static final class Count {
        private final Instant since;
        private long seen;

        private Count(Instant since) {
            this.since = since;
        }
    }

    /** Sources told apart at most in one interval; all others share one count. */
    private static final int MAX_KEYS = 10_000;

    private static final String MANY_SOURCES = "many";

    private final Clock clock;
    private final int recordedEach;
    private final Duration interval;
    private final Map<Key, Count> counts = new HashMap<>();

    /** Records so many of each source and reason in an interval. */
    public RefusalFlood(Clock clock, int recordedEach, Duration interval) {
        this.clock = clock;
        this.recordedEach = recordedEach;
        this.interval = interval;
    }

    public synchronized Verdict refused(String source, String reason) {
        Key key = new Key(source, reason);
        if (!counts.containsKey(key) && counts.size() >= MAX_KEYS) {
            key = new Key(MANY_SOURCES, reason);
        }
        Count count = counts.computeIfAbsent(key, fresh -> new Count(clock.instant()));
        count.seen++;
        return count.seen <= recordedEach ? Verdict.RECORD_NOW : Verdict.COUNTED;
    }

    /** Entries of the floods whose interval is over; to be recorded by the caller, also when the program ends. */
    public synchronized List<AuditEntry> flush() {
        return flush(clock.instant().minus(interval));
    }

    /** Entries of all floods, their interval over or not. */
    public synchronized List<AuditEntry> flushAll() {
        return flush(Instant.MAX);
    }

    private List<AuditEntry> flush(Instant startedUntil) {
        Instant now = clock.instant();
        List<AuditEntry> entries = new ArrayList<>();
        for (Iterator<Map.Entry<Key, Count>> all = counts.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Key, Count> one = all.next();
            if (one.getValue().since.isAfter(startedUntil)) {
                continue;
            }
            all.remove();
            long counted = one.getValue().seen - recordedEach;
            if (counted > 0) {
                entries.add(entry(one.getKey(), one.getValue().since, now, counted));
            }
        }
        return entries;
    }

    private static AuditEntry entry(Key key, Instant since, Instant now, long counted) {
        return AuditEntry.of(now, "flood-" + UUID.randomUUID(), Action.FLOOD, Outcome.REFUSED)
                .reason(key.reason())
                .count(counted)
                .detail("from", since.toString())
                .detail("until", now.toString())
                .sourceAddress(key.source())
                .build();
    }
}
