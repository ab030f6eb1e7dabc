package org.caregate.identity.throttle;

import java.time.Instant;
import java.util.Optional;

/**
 * Stores counts of attempts by key (at most 200 visible ASCII characters, a keyed hash, never a name or address). Every verb joins
 * the caller's transaction.
 */
public interface AttemptCounters {
    /** The count of that key; empty is none. */
    Optional<AttemptCount> find(String key);

    /**
     * Stores the next count. MUST be atomic: true for exactly one of any number of concurrent callers that expect the same, so that
     * parallel guesses cannot share one count; false, and nothing changed, when the number stored is not {@code expected} (0: no
     * row).
     */
    boolean advance(String key, int expected, AttemptCount next);

    /** Forgets the key. */
    void reset(String key);

    /** Removes what was last counted before then, of the keys that begin with {@code kind} and a colon; says how many. */
    int removeLastCountedBefore(String kind, Instant then);
}
