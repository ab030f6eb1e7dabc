package org.caregate.registry.revocation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.caregate.registry.revocation.Revocation.Kind;
import org.jspecify.annotations.Nullable;

/**
 * One node's view of all live revocations: constant-time look-ups, and proof of its own freshness on the monotonic clock.
 *
 * <p>Only {@link #refresh()} writes (one caller at a time); any thread reads.
 */
public final class RevocationView {
    /** They are looked through all, so not at each refresh: what has expired refuses nothing but expired tokens. */
    private static final Duration DROP_EVERY = Duration.ofSeconds(10);

    private final RevocationFeed feed;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Duration bound;
    private final Map<Key, Instant> issuedUpTo = new ConcurrentHashMap<>();
    private final Map<Key, Instant> expiry = new ConcurrentHashMap<>();
    private volatile @Nullable Instant everythingUpTo;
    private volatile @Nullable Long provedAt;
    private volatile long version = -1;
    private long droppedAt;

    private record Key(Kind kind, String value) {}

    /**
     * A view that is not fresh until its first refresh.
     *
     * @param nanoTime the monotonic clock, {@code System::nanoTime}
     * @param bound how old the last proof may be, 5 s by default
     */
    public RevocationView(RevocationFeed feed, Clock clock, LongSupplier nanoTime, Duration bound) {
        this.feed = feed;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.bound = bound;
        this.droppedAt = nanoTime.getAsLong();
    }

    /** Reads what is new. Throws what the feed throws; the view then grows stale by itself. */
    public synchronized void refresh() {
        long asked = nanoTime.getAsLong();
        RevocationFeed.Page page = feed.read(version);
        for (Revocation revocation : page.revocations()) {
            Key key = new Key(revocation.kind(), revocation.value());
            issuedUpTo.merge(key, revocation.issuedUpTo(), (a, b) -> a.isAfter(b) ? a : b);
            expiry.merge(key, revocation.expiresAt(), (a, b) -> a.isAfter(b) ? a : b);
        }
        if (asked - droppedAt > DROP_EVERY.toNanos()) {
            dropExpired();
            droppedAt = asked;
        }
        everythingUpTo = issuedUpTo.get(new Key(Kind.ALL, Revocation.EVERYTHING));
        version = Math.max(version, page.headVersion());
        provedAt = asked;
    }

    private void dropExpired() {
        Instant now = clock.instant();
        expiry.forEach((key, until) -> {
            if (until.isBefore(now)) {
                issuedUpTo.remove(key);
                expiry.remove(key);
            }
        });
    }

    /** The head version this view has caught up with. */
    public long version() {
        return version;
    }

    /** How old the last proof is; without one as old as can be. */
    public Duration age() {
        Long proved = provedAt;
        return proved == null ? Duration.ofNanos(Long.MAX_VALUE) : Duration.ofNanos(nanoTime.getAsLong() - proved);
    }

    /** Whether the last proof is within the bound; if not, the node must refuse rather than guess. */
    public boolean isFresh() {
        Long proved = provedAt;
        return proved != null && nanoTime.getAsLong() - proved <= bound.toNanos();
    }

    /** A client or a person may be issued something again; a token and a grant end for good, and who has a leaked key writes any time. */
    private static boolean isByTime(Kind kind) {
        return switch (kind) {
            case CLIENT, PERSON, ALL -> true;
            case TOKEN, GRANT, KEY -> false;
        };
    }

    /** Whether a token issued at {@code issuedAt} is refused because of this value, or because every token is. */
    public boolean isRevoked(Kind kind, @Nullable String value, Instant issuedAt) {
        if (value == null) {
            return false;
        }
        Instant everything = everythingUpTo;
        if (everything != null && !issuedAt.isAfter(everything)) {
            return true;
        }
        Instant upTo = issuedUpTo.get(new Key(kind, value));
        return upTo != null && (!isByTime(kind) || !issuedAt.isAfter(upTo));
    }
}
