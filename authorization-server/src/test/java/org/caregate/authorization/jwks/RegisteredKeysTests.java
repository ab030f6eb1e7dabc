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
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.caregate.authorization.jwks.ClientKeys.Lookup;
import org.caregate.authorization.jwks.JwksSource.Fetched;
import org.caregate.registry.Race;
import org.caregate.registry.client.ClientAuthentication;
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
        return new Fetched.Keys(
                new JWKSet(List.of(ids).stream().map(RegisteredKeysTests::key).toList()), freshFor);
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
        assertThat(registered.find(REMOTE, "k1")).isInstanceOf(Lookup.Found.class);
        assertThat(registered.find(REMOTE, "k1")).isInstanceOf(Lookup.Found.class);
        assertThat(fetches).hasValue(1);
    }

    @Test
    @Requirement("SMART2.2-jwks-uri")
    void keys_areNeverKeptBeyondTheirCacheControl() {
        registered.find(REMOTE, "k1");
        answer = keys(Duration.ofMinutes(5), "k2");
        clock.advance(Duration.ofMinutes(5));
        assertThat(registered.find(REMOTE, "k1")).isInstanceOf(Lookup.NoSuchKey.class);
        assertThat(fetches).hasValue(2);
    }

    @Test
    void keysThatMayNotBeKept_areFetchedEachTime() {
        answer = keys(Duration.ZERO, "k1");
        registered.find(REMOTE, "k1");
        registered.find(REMOTE, "k1");
        assertThat(fetches).hasValue(2);
    }

    @Test
    void unknownKey_causesOneFetchMore_butOnlyEveryHalfMinute() {
        registered.find(REMOTE, "k1");
        clock.advance(Duration.ofSeconds(29));
        assertThat(registered.find(REMOTE, "k2")).isInstanceOf(Lookup.NoSuchKey.class);
        assertThat(fetches).hasValue(1);
        clock.advance(Duration.ofSeconds(1));
        answer = keys(Duration.ofMinutes(5), "k1", "k2");
        assertThat(registered.find(REMOTE, "k2")).isInstanceOf(Lookup.Found.class);
        assertThat(registered.find(REMOTE, "k3")).isInstanceOf(Lookup.NoSuchKey.class);
        assertThat(fetches).hasValue(2);
    }

    @Test
    void failure_isRememberedForAMoment() {
        answer = new Fetched.Failed("JWKS_UNREACHABLE");
        assertThat(registered.find(REMOTE, "k1")).isEqualTo(new Lookup.Unavailable("JWKS_UNREACHABLE"));
        answer = keys(Duration.ofMinutes(5), "k1");
        assertThat(registered.find(REMOTE, "k1")).isEqualTo(new Lookup.Unavailable("JWKS_UNREACHABLE"));
        assertThat(fetches).hasValue(1);
        clock.advance(Duration.ofSeconds(5));
        assertThat(registered.find(REMOTE, "k1")).isInstanceOf(Lookup.Found.class);
    }

    @Test
    void hundredAtOnce_fetchOnce() {
        Race.run(100, () -> registered.find(REMOTE, "k1"));
        assertThat(fetches).hasValue(1);
    }

    @Test
    void ambiguousKeyId_isNoKey() {
        answer = keys(Duration.ofMinutes(5), "k1", "k1");
        assertThat(registered.find(REMOTE, "k1")).isInstanceOf(Lookup.NoSuchKey.class);
    }

    @Test
    void clientsWithoutKeys_haveNone() {
        assertThat(registered.find(new ClientAuthentication.None(), "k1")).isInstanceOf(Lookup.NoSuchKey.class);
        assertThat(registered.find(new ClientAuthentication.KeysByValue("{}"), "k1"))
                .isEqualTo(new Lookup.Unavailable("REGISTERED_KEYS_DAMAGED"));
    }
}
