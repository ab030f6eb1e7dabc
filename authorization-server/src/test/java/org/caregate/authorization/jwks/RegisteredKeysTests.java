package org.caregate.authorization.jwks;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.caregate.authorization.jwks.ClientKeys.Lookup;
import org.caregate.authorization.jwks.JwksSource.Fetched;
import org.caregate.registry.Race;
import org.caregate.registry.client.ClientAuthentication;
import org.caregate.registry.client.ClientKeySet;
import org.caregate.testing.MutableClock;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;

class RegisteredKeysTests {
    private static final ClientAuthentication REMOTE =
            new ClientAuthentication.KeysByUrl(URI.create("https://backend.example.org/jwks"));

    private final MutableClock clock = MutableClock.at(Instant.parse("2026-11-23T12:00:00Z"));
    private final AtomicInteger fetches = new AtomicInteger();
    private Fetched answer = keys(Duration.ofMinutes(5), "k1");
    private final RegisteredKeys registered = new RegisteredKeys(
            address -> {
                fetches.incrementAndGet();
                return answer;
            },
            clock);

    private static Fetched keys(Duration freshFor, String... ids) {
        JWKSet set =
                new JWKSet(List.of(ids).stream().map(RegisteredKeysTests::key).toList());
        return new Fetched.Keys(ClientKeySet.parse(set.toString()).orElseThrow(), freshFor);
    }

    private Lookup find(String kid) {
        return registered.find(REMOTE, kid, "ES384");
    }

    private static JWK key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_384).keyID(id).generate().toPublicJWK();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void knownKey_isFetchedOnce() {
        assertThat(find("k1")).isInstanceOf(Lookup.Found.class);
        assertThat(find("k1")).isInstanceOf(Lookup.Found.class);
        assertThat(fetches).hasValue(1);
    }

    @Test
    @Requirement("SMART2.2-jwks-uri")
    void keys_areNeverKeptBeyondTheirCacheControl() {
        find("k1");
        answer = keys(Duration.ofMinutes(5), "k2");
        clock.advance(Duration.ofMinutes(5));
        assertThat(find("k1")).isInstanceOf(Lookup.NoSuchKey.class);
        assertThat(fetches).hasValue(2);
    }

    @Test
    void keysThatMayNotBeKept_areFetchedEachTime() {
        answer = keys(Duration.ZERO, "k1");
        find("k1");
        find("k1");
        assertThat(fetches).hasValue(2);
    }

    @Test
    void unknownKey_causesOneFetchMore_butOnlyEveryHalfMinute() {
        find("k1");
        clock.advance(Duration.ofSeconds(29));
        assertThat(find("k2")).isInstanceOf(Lookup.NoSuchKey.class);
        assertThat(fetches).hasValue(1);
        clock.advance(Duration.ofSeconds(1));
        answer = keys(Duration.ofMinutes(5), "k1", "k2");
        assertThat(find("k2")).isInstanceOf(Lookup.Found.class);
        assertThat(find("k3")).isInstanceOf(Lookup.NoSuchKey.class);
        assertThat(fetches).hasValue(2);
    }

    @Test
    void failure_isRememberedForAMoment() {
        answer = new Fetched.Failed("JWKS_UNREACHABLE");
        assertThat(find("k1")).isEqualTo(new Lookup.Unavailable("JWKS_UNREACHABLE"));
        answer = keys(Duration.ofMinutes(5), "k1");
        assertThat(find("k1")).isEqualTo(new Lookup.Unavailable("JWKS_UNREACHABLE"));
        assertThat(fetches).hasValue(1);
        clock.advance(Duration.ofSeconds(5));
        assertThat(find("k1")).isInstanceOf(Lookup.Found.class);
    }

    @Test
    void hundredAtOnce_fetchOnce() {
        Race.run(100, () -> find("k1"));
        assertThat(fetches).hasValue(1);
    }

    @Test
    void slowAddress_delaysItsCallersOnce_andKnownKeysNotAtAll() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger slowFetches = new AtomicInteger();
        RegisteredKeys slow = new RegisteredKeys(
                address -> {
                    if (slowFetches.incrementAndGet() == 1) {
                        return keys(Duration.ofMinutes(5), "k1");
                    }
                    started.countDown();
                    await(end);
                    clock.advance(Duration.ofSeconds(5)); // as long as a trickle lasts
                    return new Fetched.Failed("JWKS_TOO_SLOW");
                },
                clock);
        slow.find(REMOTE, "k1", "ES384");
        clock.advance(Duration.ofSeconds(31));
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Lookup>> waiting = new ArrayList<>();
            waiting.add(callers.submit(() -> slow.find(REMOTE, "k2", "ES384")));
            await(started);
            assertThat(slow.find(REMOTE, "k1", "ES384")).isInstanceOf(Lookup.Found.class);
            for (int i = 0; i < 200; i++) {
                waiting.add(callers.submit(() -> slow.find(REMOTE, "k2", "ES384")));
            }
            while (waiting.stream().filter(Future::isDone).count() < 200 - 64) {
                Thread.sleep(5); // beyond the waiting places callers are answered at once
            }
            end.countDown();
            for (Future<Lookup> one : waiting) {
                assertThat(one.get(30, TimeUnit.SECONDS))
                        .isIn(new Lookup.Unavailable("JWKS_TOO_SLOW"), new Lookup.Unavailable("JWKS_BUSY"));
            }
        }
        assertThat(slow.find(REMOTE, "k2", "ES384")).isEqualTo(new Lookup.Unavailable("JWKS_TOO_SLOW"));
        assertThat(slowFetches).as("one fetch for all, and none right after it").hasValue(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void ambiguousKeyId_isNoKey() {
        answer = keys(Duration.ofMinutes(5), "k1", "k1");
        assertThat(find("k1")).isInstanceOf(Lookup.NoSuchKey.class);
    }

    @Test
    void clientsWithoutKeys_haveNone() {
        assertThat(registered.find(new ClientAuthentication.None(), "k1", "ES384"))
                .isInstanceOf(Lookup.NoSuchKey.class);
        assertThat(registered.find(new ClientAuthentication.KeysByValue("{}"), "k1", "ES384"))
                .isEqualTo(new Lookup.Unavailable("REGISTERED_KEYS_DAMAGED"));
    }
}
