package org.caregate.identity.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.credential.SignedTexts;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.keyfile.Purpose;
import org.caregate.crypto.keyfile.TestKeyRings;
import org.caregate.identity.people.Username;
import org.caregate.protocol.PersonId;
import org.caregate.testing.MutableClock;
import org.junit.jupiter.api.Test;

class KnownDevicesTests {
    private static final Username ROSA = new Username("rosa");
    private static final Username TOM = new Username("tom");
    private static final PersonId ROSA_ID = new PersonId("p-rosa");
    private static final PersonId TOM_ID = new PersonId("p-tom");

    private final MutableClock clock = MutableClock.at(Instant.parse("2026-03-01T10:00:00Z"));
    private final Map<PersonId, Instant> passwords = new HashMap<>(Map.of(
            ROSA_ID, Instant.parse("2026-01-01T00:00:00.123456Z"), TOM_ID, Instant.parse("2026-01-02T00:00:00Z")));
    private int lookUps;
    private final KnownDevices devices = devices(TestKeyRings.fresh());

    private KnownDevices devices(KeyRing ring) {
        return new KnownDevices(
                new SignedTexts(ring, Purpose.DEVICE),
                new ThrottleKeys(new CredentialHasher(ring)),
                person -> {
                    lookUps++;
                    return Optional.ofNullable(passwords.get(person));
                },
                new SecureRandom(),
                clock);
    }

    @Test
    void deviceOfASignIn_isKnownForThatPersonAlone() {
        Optional<String> cookie = devices.remember(Optional.empty(), ROSA_ID, ROSA);
        assertThat(devices.find(cookie, ROSA)).isPresent();
        assertThat(devices.find(cookie, TOM)).isEmpty();
        assertThat(cookie.orElseThrow()).doesNotContain("rosa");
    }

    @Test
    void sharedWorkstation_isKnownForEachOfItsPeople_upToALimit() {
        Optional<String> cookie = devices.remember(Optional.empty(), ROSA_ID, ROSA);
        cookie = devices.remember(cookie, TOM_ID, TOM);
        assertThat(devices.find(cookie, ROSA)).isPresent().isNotEqualTo(devices.find(cookie, TOM));
        for (int i = 0; i < KnownDevices.MOST; i++) {
            PersonId person = new PersonId("p" + i);
            passwords.put(person, clock.instant());
            cookie = devices.remember(cookie, person, new Username("user" + i));
        }
        assertThat(devices.find(cookie, ROSA)).isEmpty();
        assertThat(devices.find(cookie, new Username("user0"))).isPresent();
        assertThat(cookie.orElseThrow().length()).isLessThan(4096);
    }

    @Test
    void passwordSetAgain_endsWhatWasKnown() {
        Optional<String> cookie = devices.remember(Optional.empty(), ROSA_ID, ROSA);
        passwords.put(ROSA_ID, Objects.requireNonNull(passwords.get(ROSA_ID)).plusNanos(1_000));
        assertThat(devices.find(cookie, ROSA)).isEmpty();
        passwords.remove(ROSA_ID);
        assertThat(devices.find(cookie, ROSA)).isEmpty();
    }

    @Test
    void deviceNotUsedForLong_isNotKnown() {
        Optional<String> cookie = devices.remember(Optional.empty(), ROSA_ID, ROSA);
        clock.advance(KnownDevices.LIFETIME.minusSeconds(1));
        assertThat(devices.find(cookie, ROSA)).isPresent();
        clock.advance(KnownDevices.LIFETIME);
        assertThat(devices.find(cookie, ROSA)).isEmpty();
    }

    @Test
    void cookieOfAnotherKeyFile_orAltered_isNotKnown_andLooksNothingUp() {
        String cookie = devices.remember(Optional.empty(), ROSA_ID, ROSA).orElseThrow();
        lookUps = 0;
        assertThat(devices(TestKeyRings.fresh()).find(Optional.of(cookie), ROSA))
                .isEmpty();
        assertThat(devices.find(Optional.of(cookie.substring(1)), ROSA)).isEmpty();
        assertThat(devices.find(Optional.of("x"), ROSA)).isEmpty();
        assertThat(devices.find(Optional.of("x".repeat(100_000)), ROSA)).isEmpty();
        assertThat(lookUps).isZero();
    }
}
