package org.caregate.registry.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.caregate.registry.revocation.Revocation.Kind;
import org.caregate.testing.MutableClock;
import org.junit.jupiter.api.Test;

class RevocationViewTests {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration BOUND = Duration.ofSeconds(5);

    private final MutableClock clock = MutableClock.at(NOW);
    private final AtomicLong nanos = new AtomicLong(-7); // a monotonic clock may start anywhere
    private final List<Revocation> stored = new ArrayList<>();
    private final List<Long> asked = new ArrayList<>();
    private boolean cutOff;
    private Duration queryTakes = Duration.ZERO;

    private final RevocationView view = new RevocationView(this::page, clock, nanos::get, BOUND);

    private RevocationFeed.Page page(long after) {
        asked.add(after);
        nanos.addAndGet(queryTakes.toNanos());
        if (cutOff) {
            throw new IllegalStateException("cut off");
        }
        return new RevocationFeed.Page(
                stored.size(),
                stored.stream().filter(one -> one.version() > after).toList());
    }

    private void store(Kind kind, String value, Instant upTo, Instant expires) {
        stored.add(new Revocation(stored.size() + 1, kind, value, upTo, expires, "TEST"));
    }

    @Test
    void viewThatNeverReadTheFeed_isNotFresh() {
        assertThat(view.isFresh()).isFalse();
    }

    @Test
    void viewWithinTheBound_isFresh_andBeyondIt_isNot() {
        view.refresh();
        nanos.addAndGet(BOUND.toNanos());
        assertThat(view.isFresh()).isTrue();
        nanos.incrementAndGet();
        assertThat(view.isFresh()).isFalse();
    }

    @Test
    void freshness_countsFromBeforeTheQueryWasSent() {
        queryTakes = BOUND.plusNanos(1);
        view.refresh();
        assertThat(view.isFresh()).isFalse();
    }

    @Test
    void failedRefresh_provesNothing() {
        view.refresh();
        nanos.addAndGet(BOUND.toNanos());
        cutOff = true;
        assertThatThrownBy(view::refresh).isInstanceOf(IllegalStateException.class);
        nanos.incrementAndGet();
        assertThat(view.isFresh()).isFalse();
    }

    @Test
    void wallClock_changesNoFreshness() {
        view.refresh();
        clock.advance(Duration.ofDays(-1));
        assertThat(view.isFresh()).isTrue();
        clock.advance(Duration.ofDays(2));
        assertThat(view.isFresh()).isTrue();
    }

    @Test
    void revokedTokenGrantAndKey_areRefused_wheneverTheySayTheyWereIssued() {
        store(Kind.TOKEN, "t1", NOW, NOW.plusSeconds(300));
        store(Kind.GRANT, "g1", NOW, NOW.plusSeconds(300));
        store(Kind.KEY, "k1", NOW, NOW.plusSeconds(300));
        view.refresh();
        assertThat(view.isRevoked(Kind.TOKEN, "t1", NOW.plusSeconds(60))).isTrue();
        assertThat(view.isRevoked(Kind.GRANT, "g1", NOW.plusSeconds(60))).isTrue();
        assertThat(view.isRevoked(Kind.KEY, "k1", NOW.plusSeconds(60))).isTrue();
        assertThat(view.isRevoked(Kind.TOKEN, "g1", NOW)).isFalse();
        assertThat(view.isRevoked(Kind.GRANT, null, NOW)).isFalse();
    }

    @Test
    void revokedClientOrPerson_refusesWhatWasIssuedUpToThen_andNotWhatCameLater() {
        for (Kind kind : List.of(Kind.CLIENT, Kind.PERSON)) {
            store(kind, "x", NOW, NOW.plusSeconds(300));
            view.refresh();
            assertThat(view.isRevoked(kind, "x", NOW)).as("%s then", kind).isTrue();
            assertThat(view.isRevoked(kind, "x", NOW.plusSeconds(1)))
                    .as("%s later", kind)
                    .isFalse();
        }
    }

    @Test
    void laterRevocationOfTheSame_reachesFurther_andAnEarlierOneTakesNothingBack() {
        store(Kind.CLIENT, "c", NOW.plusSeconds(10), NOW.plusSeconds(300));
        store(Kind.CLIENT, "c", NOW, NOW.plusSeconds(300));
        view.refresh();
        assertThat(view.isRevoked(Kind.CLIENT, "c", NOW.plusSeconds(10))).isTrue();
    }

    @Test
    void refresh_asksOnlyForWhatIsNew() {
        store(Kind.TOKEN, "t1", NOW, NOW.plusSeconds(300));
        view.refresh();
        store(Kind.TOKEN, "t2", NOW, NOW.plusSeconds(300));
        view.refresh();
        assertThat(asked).containsExactly(-1L, 1L);
        assertThat(view.version()).isEqualTo(2);
        assertThat(view.isRevoked(Kind.TOKEN, "t1", NOW)).isTrue();
        assertThat(view.isRevoked(Kind.TOKEN, "t2", NOW)).isTrue();
    }

    @Test
    void expiredRevocation_isForgotten_onceNoTokenItSpeaksOfCanLive() {
        store(Kind.TOKEN, "t1", NOW, NOW.plusSeconds(300));
        view.refresh();
        clock.advance(Duration.ofSeconds(301));
        nanos.addAndGet(Duration.ofSeconds(301).toNanos());
        view.refresh();
        assertThat(view.isRevoked(Kind.TOKEN, "t1", NOW)).isFalse();
    }

    @Test
    void revocationOfEverything_refusesEveryTokenUpToItsTime_andNoLater() {
        store(Kind.ALL, Revocation.EVERYTHING, NOW, NOW.plusSeconds(3600));
        view.refresh();
        for (Kind kind : Kind.values()) {
            assertThat(view.isRevoked(kind, "anything", NOW)).as("%s", kind).isTrue();
            assertThat(view.isRevoked(kind, "anything", NOW.plusMillis(1)))
                    .as("%s", kind)
                    .isFalse();
        }
        clock.advance(Duration.ofHours(2));
        nanos.addAndGet(Duration.ofHours(2).toNanos());
        view.refresh();
        assertThat(view.isRevoked(Kind.TOKEN, "anything", NOW)).isFalse();
    }
}
