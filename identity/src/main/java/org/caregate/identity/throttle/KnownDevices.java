package org.caregate.identity.throttle;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caregate.crypto.credential.SignedTexts;
import org.caregate.crypto.random.RandomId;
import org.caregate.identity.people.Username;
import org.caregate.protocol.PersonId;

/**
 * Devices that people have signed in with, recognized by a signed cookie (OWASP, "Device Cookies"): guesses from elsewhere do not lock a
 * person out on them. The cookie proves nothing but that; both factors are asked for as ever. It names up to {@value #MOST} people, as
 * a workstation is shared, and what it says of a person ends with time and whenever their password is set.
 */
public final class KnownDevices {
    /** How long a device is known after a sign-in. */
    public static final Duration LIFETIME = Duration.ofDays(180);

    static final int MOST = 8;

    private static final int ID_BYTES = 16;

    private final SignedTexts texts;
    private final ThrottleKeys keys;
    private final Function<PersonId, Optional<Instant>> passwordSetAt;
    private final SecureRandom random;
    private final Clock clock;

    /**
     * Devices recognized by cookies of that signature.
     *
     * @param passwordSetAt when a person's password was last set; a device known before that is not known any more
     */
    public KnownDevices(
            SignedTexts texts,
            ThrottleKeys keys,
            Function<PersonId, Optional<Instant>> passwordSetAt,
            SecureRandom random,
            Clock clock) {
        this.texts = texts;
        this.keys = keys;
        this.passwordSetAt = passwordSetAt;
        this.random = random;
        this.clock = clock;
    }

    /** One person on one device. */
    private record Line(String name, String person, String device, String password, long until) {
        String text() {
            return String.join(" ", name, person, device, password, Long.toString(until));
        }

        static Line of(String text) {
            String[] parts = text.split(" ", -1);
            return new Line(parts[0], parts[1], parts[2], parts[3], Long.parseLong(parts[4]));
        }
    }

    /** The device's id for that person, if its cookie knows them; a look-up happens for our own cookies only. */
    Optional<String> find(Optional<String> cookie, Username username) {
        String name = keys.name(username);
        return lines(cookie).stream()
                .filter(line -> line.name().equals(name))
                .findFirst()
                .filter(line -> passwordSetAt
                        .apply(new PersonId(line.person()))
                        .map(KnownDevices::moment)
                        .filter(line.password()::equals)
                        .isPresent())
                .map(Line::device);
    }

    /** The cookie after that person signed in with both factors, or enrolled them; others it names stay named. */
    public Optional<String> remember(Optional<String> cookie, PersonId person, Username username) {
        Optional<Instant> setAt = passwordSetAt.apply(person);
        if (setAt.isEmpty()) {
            return Optional.empty();
        }
        Line line = new Line(
                keys.name(username),
                person.value(),
                RandomId.of(random, ID_BYTES),
                moment(setAt.get()),
                clock.instant().plus(LIFETIME).getEpochSecond());
        return texts.sign(Stream.concat(
                        Stream.of(line),
                        lines(cookie).stream().filter(other -> !other.person().equals(person.value())))
                .limit(MOST)
                .map(Line::text)
                .collect(Collectors.joining("\n")));
    }

    private List<Line> lines(Optional<String> cookie) {
        List<Line> lines = new ArrayList<>();
        cookie.flatMap(texts::open)
                .ifPresent(text -> text.lines().map(Line::of).forEach(lines::add)); // signed, so it is of this form
        lines.removeIf(line -> line.until() <= clock.instant().getEpochSecond());
        return lines;
    }

    private static String moment(Instant setAt) {
        return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, setAt)); // as the database keeps it
    }
}
