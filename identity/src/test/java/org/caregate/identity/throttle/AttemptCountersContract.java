package org.caregate.identity.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link AttemptCounters} keeps to. */
public abstract class AttemptCountersContract {
    private static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");

    /** The store under test; it may hold counts of other tests, none of them older than {@code 2026-02-01}. */
    protected abstract AttemptCounters counters();

    private final String key = "account:1:" + UUID.randomUUID();

    private static AttemptCount count(int attempts) {
        return new AttemptCount(attempts, T0, T0.plusSeconds(attempts));
    }

    @Test
    void firstAttempt_isStored() {
        assertThat(counters().find(key)).isEmpty();

        assertThat(counters().advance(key, 0, count(1))).isTrue();

        assertThat(counters().find(key)).contains(count(1));
    }

    @Test
    void advance_fromWhatIsStored_replaces() {
        counters().advance(key, 0, count(1));

        assertThat(counters().advance(key, 1, count(2))).isTrue();

        assertThat(counters().find(key)).contains(count(2));
    }

    @Test
    void advance_fromAnythingElse_isRefused() {
        assertThat(counters().advance(key, 1, count(2))).isFalse();
        counters().advance(key, 0, count(1));

        assertThat(counters().advance(key, 0, count(1))).isFalse();
        assertThat(counters().advance(key, 2, count(3))).isFalse();

        assertThat(counters().find(key)).contains(count(1));
    }

    @Test
    void advance_byManyAtOnce_isDoneByExactlyOne() throws Exception {
        for (int round = 0; round < 4; round++) {
            int expected = round;
            List<Future<Boolean>> answers = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 8; i++) {
                    answers.add(threads.submit(() -> counters().advance(key, expected, count(expected + 1))));
                }
            }

            int advanced = 0;
            for (Future<Boolean> answer : answers) {
                advanced += answer.get() ? 1 : 0;
            }
            assertThat(advanced).isEqualTo(1);
        }
    }

    @Test
    void resetKey_startsAnew_andLeavesOthers() {
        String other = key + "-other";
        counters().advance(key, 0, count(1));
        counters().advance(other, 0, count(1));

        counters().reset(key);
        counters().reset("never-counted");

        assertThat(counters().find(key)).isEmpty();
        assertThat(counters().find(other)).contains(count(1));
        assertThat(counters().advance(key, 0, count(1))).isTrue();
    }

    @Test
    void oldCounts_areRemoved_youngerOnesStay() {
        Instant limit = Instant.parse("2026-01-15T00:00:00Z");
        counters().advance(key + "-old", 0, new AttemptCount(1, limit.minusSeconds(1), limit));
        counters().advance(key + "-young", 0, new AttemptCount(1, limit, limit));

        counters().advance("other" + key, 0, new AttemptCount(1, limit.minusSeconds(1), limit));

        assertThat(counters().removeLastCountedBefore("account", limit)).isEqualTo(1);

        assertThat(counters().find("other" + key)).isPresent();
        counters().reset("other" + key);

        assertThat(counters().find(key + "-old")).isEmpty();
        assertThat(counters().find(key + "-young")).isPresent();
        counters().reset(key + "-young");
    }
}
