package org.caregate.identity.session;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.caregate.crypto.credential.Credential;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.protocol.PersonId;
import org.jspecify.annotations.Nullable;

/**
 * The life of browser sessions: opened empty, its cookie rotated at each factor proved, ended by sign-out or by time.
 *
 * <p>The verbs that change a session join the caller's transaction.
 */
public final class BrowserSessions {
    /** Prefix of session cookies, for secret scanners. */
    public static final String PREFIX = "cgb";

    private static final Duration TOUCH_EVERY = Duration.ofSeconds(10);
    private static final int ID_BYTES = 16;

    private final SessionStore store;
    private final CredentialHasher hasher;
    private final SecureRandom random;
    private final SessionTimeouts timeouts;
    private final Clock clock;

    /**
     * Sessions kept there.
     *
     * @param hasher under the key for browser sessions
     */
    public BrowserSessions(
            SessionStore store, CredentialHasher hasher, SecureRandom random, SessionTimeouts timeouts, Clock clock) {
        this.store = store;
        this.hasher = hasher;
        this.random = random;
        this.timeouts = timeouts;
        this.clock = clock;
    }

    /** The live session of that cookie; notes that it was seen. */
    public Optional<BrowserSession> find(String cookie) {
        return Credential.parse(PREFIX, cookie)
                .flatMap(credential -> store.findByCookie(credential.id())
                        .filter(stored -> hasher.matches(credential, stored.cookieHash()))
                        .filter(stored -> timeouts.alive(stored, clock.instant()))
                        .map(stored -> seen(stored, credential)));
    }

    private BrowserSession seen(StoredSession stored, Credential credential) {
        Instant now = clock.instant();
        if (!now.isBefore(stored.lastSeenAt().plus(TOUCH_EVERY))) {
            store.touch(stored.id(), now);
        }
        return session(stored, credential);
    }

    /** A new session in which nobody is signed in. */
    public BrowserSession open() {
        Credential cookie = Credential.generate(PREFIX, random);
        StoredSession stored = row(newId(), cookie, null, null, null);
        store.add(stored);
        return session(stored, cookie);
    }

    /**
     * The session after a password was proved, under a new cookie; empty when another request rotated it meanwhile. A session in
     * which somebody else had signed in is ended, and with it whatever waited there for an answer.
     */
    public Optional<BrowserSession> passwordProved(BrowserSession session, PersonId person) {
        Instant now = clock.instant();
        PersonId before = session.stored().person();
        if (before != null && !before.equals(person)) {
            store.end(session.id());
            Credential cookie = Credential.generate(PREFIX, random);
            StoredSession fresh = row(newId(), cookie, person, now, null);
            store.add(fresh);
            return Optional.of(session(fresh, cookie));
        }
        return rotated(session, person, now, null);
    }

    /** The session after the one-time code was proved, under a new cookie; empty when another request rotated it meanwhile. */
    public Optional<BrowserSession> codeProved(BrowserSession session, PersonId person) {
        return rotated(session, person, session.stored().passwordAt(), clock.instant());
    }

    private Optional<BrowserSession> rotated(
            BrowserSession session, PersonId person, @Nullable Instant passwordAt, @Nullable Instant codeAt) {
        Credential cookie = Credential.generate(PREFIX, random);
        StoredSession successor = row(session.id(), cookie, person, passwordAt, codeAt);
        return store.replace(session.stored().cookieId(), successor)
                ? Optional.of(session(successor, cookie))
                : Optional.empty();
    }

    /** Ends the session; false when it was gone. */
    public boolean end(BrowserSession session) {
        return store.end(session.id());
    }

    /** Removes the rows of sessions that ended by time; says how many. */
    public int sweep() {
        return store.removeLastSeenBefore(clock.instant().minus(timeouts.idle()));
    }

    private StoredSession row(
            String id,
            Credential cookie,
            @Nullable PersonId person,
            @Nullable Instant passwordAt,
            @Nullable Instant codeAt) {
        Instant now = clock.instant();
        return new StoredSession(id, cookie.id(), hasher.hash(cookie), now, now, person, passwordAt, codeAt);
    }

    private BrowserSession session(StoredSession stored, Credential cookie) {
        return new BrowserSession(stored, cookie, timeouts.betweenFactors());
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
