package org.caregate.identity.throttle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.caregate.registry.Transactions;

/**
 * Counts each attempt <em>before</em> it is looked at, so that any number of parallel guesses pay one by one; success takes it back.
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
        int before = known.filter(
                        count -> count.lastAt().plus(limit.forgottenAfter()).isAfter(now))
                .map(AttemptCount::attempts)
                .orElse(0);
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

    /** Halves the attempts of a key that succeeded once but may serve others too. Joins the caller's transaction. */
    public void relax(String key) {
        counters.find(key).ifPresent(count -> {
            if (count.attempts() <= 1) {
                counters.reset(key);
            } else {
                Instant now = clock.instant();
                counters.advance(key, count.attempts(), new AttemptCount(count.attempts() / 2, now, now));
            }
        });
    }

    /** Removes counts that no limit remembers any more; says how many. */
    public int sweep() {
        return counters.removeLastCountedBefore(clock.instant().minus(AttemptLimit.OF_A_PERSON.forgottenAfter()));
    }
}
