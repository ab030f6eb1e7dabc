package org.caregate.identity.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.keyfile.TestKeyRings;
import org.caregate.identity.people.Username;
import org.caregate.protocol.PersonId;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.testing.MutableClock;
import org.junit.jupiter.api.Test;

class ThrottleTests {
    private final MutableClock clock = MutableClock.at(Instant.parse("2026-03-01T10:00:00Z"));
    private final InMemoryAttemptCounters counters = new InMemoryAttemptCounters();
    private final Throttle throttle = new Throttle(counters, new InMemoryTransactions(), clock);

    private Claim claim() {
        return throttle.claim("key", AttemptLimit.OF_CODES);
    }

    @Test
    void fiveAttempts_areFree_thenTheDelayDoubles_upToItsLimit() {
        for (int i = 1; i <= 5; i++) {
            assertThat(claim()).isEqualTo(new Claim.Counted(i));
        }
        for (long seconds : List.of(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 900L, 900L)) {
            assertThat(claim()).isEqualTo(new Claim.Wait(Duration.ofSeconds(seconds)));
            clock.advance(Duration.ofSeconds(seconds));
            assertThat(claim()).isInstanceOf(Claim.Counted.class);
        }
    }

    @Test
    void attemptTooEarly_doesNotCount() {
        for (int i = 0; i < 5; i++) {
            claim();
        }
        for (int i = 0; i < 50; i++) {
            assertThat(claim()).isInstanceOf(Claim.Wait.class);
        }
        clock.advance(Duration.ofSeconds(1));

        assertThat(claim()).isEqualTo(new Claim.Counted(6));
    }

    @Test
    void success_forgets() {
        for (int i = 0; i < 5; i++) {
            claim();
        }
        throttle.forget("key");

        assertThat(claim()).isEqualTo(new Claim.Counted(1));
    }

    @Test
    void parallelGuesses_shareNoCount() throws Exception {
        List<Future<Claim>> claims = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 64; i++) {
                claims.add(threads.submit(this::claim));
            }
        }

        List<Integer> counted = new ArrayList<>();
        for (Future<Claim> claim : claims) {
            if (claim.get() instanceof Claim.Counted(int attempts)) {
                counted.add(attempts);
            }
        }
        assertThat(counted).isNotEmpty();
        assertThat(counters.find("key").orElseThrow().attempts()).isEqualTo(counted.size());
        while (claim() instanceof Claim.Counted(int attempts)) {
            counted.add(attempts);
        }
        assertThat(counted).containsExactlyInAnyOrder(1, 2, 3, 4, 5); // as many as one after the other, each its own
    }

    @Test
    void refund_takesBackOneAttempt_andNoOther() {
        for (int i = 0; i < 5; i++) {
            claim();
        }
        throttle.refund("key");
        assertThat(claim()).isEqualTo(new Claim.Counted(5));
        throttle.refund("never-counted");

        for (int i = 0; i < 5; i++) {
            throttle.refund("key");
        }
        assertThat(counters.find("key")).isEmpty();
    }

    @Test
    void failuresOfANetwork_areCounted_howeverEarlyTheyCome_andForgottenInTime() {
        for (int i = 0; i < 20; i++) {
            assertThat(throttle.exhausted("address", AttemptLimit.OF_AN_ADDRESS))
                    .isFalse();
            assertThat(throttle.failed("address", AttemptLimit.OF_AN_ADDRESS)).isZero();
        }
        assertThat(throttle.exhausted("address", AttemptLimit.OF_AN_ADDRESS)).isTrue();
        assertThat(throttle.failed("address", AttemptLimit.OF_AN_ADDRESS)).isEqualTo(Duration.ofSeconds(1));
        assertThat(throttle.failed("address", AttemptLimit.OF_AN_ADDRESS)).isEqualTo(Duration.ofSeconds(2));
        clock.advance(Duration.ofMinutes(15));
        assertThat(throttle.exhausted("address", AttemptLimit.OF_AN_ADDRESS)).isFalse();
        assertThat(throttle.failed("address", AttemptLimit.OF_AN_ADDRESS)).isZero();
    }

    @Test
    void sweep_removesOnlyWhatItsLimitDoesNotRemember() {
        ThrottleKeys keys = new ThrottleKeys(new CredentialHasher(TestKeyRings.fresh()));
        Username rosa = new Username("rosa");
        throttle.claim(keys.code(new PersonId("p")), AttemptLimit.OF_CODES);
        throttle.claim(keys.password(rosa), AttemptLimit.FROM_ANYWHERE);
        throttle.claim(keys.password(rosa, "192.0.2.1"), AttemptLimit.FROM_A_NETWORK);
        throttle.claim(keys.device("password", "d"), AttemptLimit.OF_A_DEVICE);
        throttle.failed(keys.address("192.0.2.1"), AttemptLimit.OF_AN_ADDRESS);

        clock.advance(Duration.ofMinutes(14));
        assertThat(throttle.sweep()).isZero();
        clock.advance(Duration.ofDays(1));
        assertThat(throttle.sweep()).as("address, password in a network").isEqualTo(2);
        clock.advance(Duration.ofDays(6));
        assertThat(throttle.sweep()).as("password from anywhere").isEqualTo(1);
        clock.advance(Duration.ofDays(23));
        assertThat(throttle.sweep()).as("device").isEqualTo(1);
        clock.advance(Duration.ofDays(335));
        assertThat(throttle.sweep()).as("code").isEqualTo(1);
    }

    @Test
    void keys_nameNobody_andOneNetworkIsOneAddress() {
        ThrottleKeys keys = new ThrottleKeys(new CredentialHasher(TestKeyRings.fresh()));

        assertThat(keys.password(new Username("rosa"))).doesNotContain("rosa").hasSizeLessThan(200);
        assertThat(keys.address("2001:db8::1")).isEqualTo(keys.address("2001:db8::ffff"));
        assertThat(keys.address("2001:db8:0:1::1")).isNotEqualTo(keys.address("2001:db8::1"));
        assertThat(keys.address("192.0.2.1")).isNotEqualTo(keys.address("192.0.2.2"));
    }
}
