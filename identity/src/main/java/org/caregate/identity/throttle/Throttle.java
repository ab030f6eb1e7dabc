package org.caregate.identity.throttle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.caregate.registry.transaction.Transactions;

/**
 * Counts attempts at one person's factor <em>before</em> they are looked at, so that any number of parallel guesses pay one by one;
 * success takes its own back. What serves many people, such as a network, is counted after a failure only.
 */
public final class Throttle {
    private static final int TRIES = 5;

    private final AttemptCounters counters;
    private final Transactions transactions;
    private final Clock clock;

    /** A throttle that counts there. */
    public Throttle(AttemptCounters counters, Transactions transactions, Clock clock) {
        this.counters = counters;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Counts an attempt, durably, unless it came too early. */
    public Claim claim(String key, AttemptLimit limit) {
        for (int i = 0; i < TRIES; i++) {
            Optional<Claim> claim = transactions.inTransaction(() -> tryClaim(key, limit));
            if (claim.isPresent()) {
                return claim.get();
            }
        }
        return new Claim.Wait(limit.first()); // so many at once are no person
    }

    private Optional<Claim> tryClaim(String key, AttemptLimit limit) {
        Instant now = clock.instant();
        Optional<AttemptCount> known = counters.find(key);
        int stored = known.map(AttemptCount::attempts).orElse(0);
        int before = remembered(known, limit, now);
        Instant blockedUntil = known.map(AttemptCount::blockedUntil).orElse(Instant.MIN);
        if (before > 0 && now.isBefore(blockedUntil)) {
            return Optional.of(new Claim.Wait(Duration.between(now, blockedUntil)));
        }
        int attempts = before + 1;
        AttemptCount next = new AttemptCount(attempts, now, now.plus(limit.delayAfter(attempts)));
        return counters.advance(key, stored, next) ? Optional.of(new Claim.Counted(attempts)) : Optional.empty();
    }

    /** Forgets the attempts of a key whose owner was proved. Joins the caller's transaction. */
    public void forget(String key) {
        counters.reset(key);
    }

    /** Takes one attempt back, which was not a wrong guess; the others stay counted. */
    public void refund(String key) {
        for (int i = 0; i < TRIES; i++) {
            if (transactions.inTransaction(() -> tryRefund(key))) {
                return;
            }
        }
    }

    private boolean tryRefund(String key) {
        Optional<AttemptCount> known = counters.find(key);
        if (known.isEmpty()) {
            return true;
        }
        AttemptCount count = known.get();
        if (count.attempts() <= 1) {
            counters.reset(key);
            return true;
        }
        Instant now = clock.instant(); // it was admitted, so nothing was blocking
        return counters.advance(key, count.attempts(), new AttemptCount(count.attempts() - 1, count.lastAt(), now));
    }

    /**
     * Counts a failure, after it was found to be one; how long its source should wait, zero while it is within its budget. It is
     * counted however early it came.
     */
    public Duration failed(String key, AttemptLimit limit) {
        for (int i = 0; i < TRIES; i++) {
            Optional<Duration> wait = transactions.inTransaction(() -> tryFailed(key, limit));
            if (wait.isPresent()) {
                return wait.get();
            }
        }
        return limit.first();
    }

    private Optional<Duration> tryFailed(String key, AttemptLimit limit) {
        Instant now = clock.instant();
        Optional<AttemptCount> known = counters.find(key);
        int stored = known.map(AttemptCount::attempts).orElse(0);
        int attempts = remembered(known, limit, now) + 1;
        Duration wait = limit.delayAfter(attempts - 1);
        return counters.advance(key, stored, new AttemptCount(attempts, now, now.plus(wait)))
                ? Optional.of(wait)
                : Optional.empty();
    }

    /** Whether a source has used up its budget of failures; nothing is counted. */
    public boolean exhausted(String key, AttemptLimit limit) {
        return remembered(counters.find(key), limit, clock.instant()) >= limit.free();
    }

    private static int remembered(Optional<AttemptCount> known, AttemptLimit limit, Instant now) {
        return known.filter(count -> count.lastAt().plus(limit.forgottenAfter()).isAfter(now))
                .map(AttemptCount::attempts)
                .orElse(0);
    }

    /** Removes counts that no limit remembers any more; says how many. */
    public int sweep() {
        Instant now = clock.instant();
        return ThrottleKeys.LIMITS.entrySet().stream()
                .mapToInt(kind -> counters.removeLastCountedBefore(
                        kind.getKey(), now.minus(kind.getValue().forgottenAfter())))
                .sum();
    }
}
