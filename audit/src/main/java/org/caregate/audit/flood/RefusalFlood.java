package org.caregate.audit.flood;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Decides which unauthenticated requests get an entry of their own and which are counted, so that strangers cannot fill the log: the
 * first few of a network and reason in an interval are recorded, up to a limit over all networks; the rest become entries with count
 * and interval, one for each of the busiest networks and one for all the others together.
 */
public final class RefusalFlood {
    /** What to do with a refusal. */
    public enum Verdict {
        /** Record an entry of its own. */
        RECORD_NOW,
        /** It is counted, and {@link #flush()} will tell of it. */
        COUNTED
    }

    private record Key(String network, String reason, Outcome outcome) {}

    private record Kind(String reason, Outcome outcome) {}

    /** What one network did; {@code client} is the one it named, while it named only one. */
    private static final class Count {
        private final @Nullable String client;
        private boolean severalClients;
        private long recorded;
        private long counted;

        private Count(@Nullable String client) {
            this.client = client;
        }
    }

    /** The counts that become one entry. */
    private record Sum(long networks, long counted) {
        Sum plus(Sum other) {
            return new Sum(networks + other.networks, counted + other.counted);
        }
    }

    /** Entries of their own that all networks together get in one interval. */
    static final int RECORDED_IN_ALL = 100;
    /** Networks whose count gets an entry of its own at the end of an interval. */
    static final int TOLD_APART = 20;
    /** Networks distinguished at most in one interval; all others share one count. */
    static final int MAX_KEYS = 10_000;

    private static final String MANY_NETWORKS = "many";

    private final Clock clock;
    private final int recordedEach;
    private final Duration interval;
    private final Map<Key, Count> counts = new HashMap<>();
    private Instant since = Instant.MIN;
    private int recordedInAll;

    /** Records so many of each network and reason in an interval. */
    public RefusalFlood(Clock clock, int recordedEach, Duration interval) {
        this.clock = clock;
        this.recordedEach = recordedEach;
        this.interval = interval;
    }

    /** A refusal in which no client was named. */
    public Verdict refused(String source, String reason) {
        return judge(new Key(SourceNetwork.of(source), reason, Outcome.REFUSED), null);
    }

    /** Something that was asked without authentication, or refused, as its entry would tell it. */
    Verdict judge(AuditEntry entry) {
        String source = entry.sensitive().sourceAddress();
        return judge(
                new Key(
                        SourceNetwork.of(source == null ? SourceNetwork.UNKNOWN : source),
                        entry.reason(),
                        entry.outcome()),
                entry.client());
    }

    private synchronized Verdict judge(Key asked, @Nullable String client) {
        if (counts.isEmpty()) {
            since = clock.instant();
            recordedInAll = 0;
        }
        Key key = counts.containsKey(asked) || counts.size() < MAX_KEYS
                ? asked
                : new Key(MANY_NETWORKS, asked.reason(), asked.outcome());
        Count count = counts.computeIfAbsent(key, fresh -> new Count(client));
        count.severalClients |= !Objects.equals(count.client, client);
        if (count.recorded < recordedEach && recordedInAll < RECORDED_IN_ALL) {
            count.recorded++;
            recordedInAll++;
            return Verdict.RECORD_NOW;
        }
        count.counted++;
        return Verdict.COUNTED;
    }

    /** The entries of an interval that is over; to be recorded by the caller, also when the program ends. */
    public synchronized List<AuditEntry> flush() {
        return counts.isEmpty() || clock.instant().isBefore(since.plus(interval)) ? List.of() : flushAll();
    }

    /** The entries of the interval, over or not. */
    public synchronized List<AuditEntry> flushAll() {
        Instant until = clock.instant();
        List<Map.Entry<Key, Count>> told = counts.entrySet().stream()
                .filter(one -> one.getValue().counted > 0)
                .sorted(Comparator.comparingLong(one -> -one.getValue().counted))
                .toList();
        List<AuditEntry> entries = new ArrayList<>();
        Map<Kind, Sum> others = new TreeMap<>(Comparator.comparing(Kind::reason)
                .thenComparing(kind -> kind.outcome().name()));
        for (Map.Entry<Key, Count> one : told) {
            Key key = one.getKey();
            Count count = one.getValue();
            if (entries.size() < TOLD_APART && !key.network().equals(MANY_NETWORKS)) {
                entries.add(entry(key, until, count.counted, count.severalClients ? null : count.client, 1));
            } else {
                others.merge(new Kind(key.reason(), key.outcome()), new Sum(1, count.counted), Sum::plus);
            }
        }
        others.forEach((kind, sum) -> entries.add(entry(
                new Key(MANY_NETWORKS, kind.reason(), kind.outcome()), until, sum.counted(), null, sum.networks())));
        counts.clear();
        return entries;
    }

    private AuditEntry entry(Key key, Instant until, long counted, @Nullable String client, long networks) {
        return AuditEntry.of(until, "flood-" + UUID.randomUUID(), Action.FLOOD, key.outcome())
                .reason(key.reason())
                .count(counted)
                .client(client)
                .detail("from", since.toString())
                .detail("until", until.toString())
                .detail("networks", Long.toString(networks))
                .sourceAddress(key.network())
                .build();
    }
}
