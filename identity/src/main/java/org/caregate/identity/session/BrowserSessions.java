package org.caregate.identity.session;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caregate.crypto.credential.Credential;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.crypto.random.RandomId;
import org.caregate.protocol.PersonId;
import org.caregate.registry.pending.PendingAuthorizations;
import org.jspecify.annotations.Nullable;

/**
 * The life of browser sessions: opened empty, its cookie rotated at each factor proved, ended by sign-out or by time.
 *
 * <p>The verbs that change a session join the caller's transaction.
 */
public final class BrowserSessions {
    /** Prefix of session cookies, for secret scanners. */
    public static final String PREFIX = "cgb";

    /**
     * Prefix of the cookies of browsers in which no one has signed in, before the version of their key. There is no row for them: the
     * secret is an HMAC of the id, so that any node knows its own, and strangers store nothing.
     */
    private static final String UNSTORED = "cgn";

    private static final Pattern UNSTORED_VERSION = Pattern.compile("cgn([0-9]{1,9})_.*");
    private static final Duration TOUCH_EVERY = Duration.ofSeconds(10);
    private static final int ID_BYTES = 16;

    private final SessionStore store;
    private final PendingAuthorizations pending;
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
            SessionStore store,
            PendingAuthorizations pending,
            CredentialHasher hasher,
            SecureRandom random,
            SessionTimeouts timeouts,
            Clock clock) {
        this.store = store;
        this.pending = pending;
        this.hasher = hasher;
        this.random = random;
        this.timeouts = timeouts;
        this.clock = clock;
    }

    /** The live session of that cookie; notes that it was seen. */
    public Optional<CookieSession> find(String cookie) {
        Matcher unstored = UNSTORED_VERSION.matcher(cookie);
        if (unstored.matches()) {
            int version = Integer.parseInt(unstored.group(1));
            return Credential.parse(UNSTORED + version, cookie)
                    .filter(own -> hasher.matches(unstoredName(own.id()), new KeyedHash(version, own.secret())))
                    .map(this::unstored);
        }
        return Credential.parse(PREFIX, cookie)
                .flatMap(credential -> store.findByCookie(credential.id())
                        .filter(stored -> hasher.matches(credential, stored.cookieHash()))
                        .filter(stored -> timeouts.alive(stored, clock.instant()))
                        .map(stored -> seen(stored, credential)));
    }

    private CookieSession seen(StoredSession stored, Credential credential) {
        Instant now = clock.instant();
        if (!now.isBefore(stored.lastSeenAt().plus(TOUCH_EVERY))) {
            store.touch(stored.id(), now);
        }
        return session(stored, credential);
    }

    /** A new session in which no one is signed in; it is not stored. */
    public CookieSession open() {
        String id = newId();
        KeyedHash secret = hasher.hash(unstoredName(id));
        return unstored(new Credential(UNSTORED + secret.keyVersion(), id, secret.value()));
    }

    private CookieSession unstored(Credential cookie) {
        return session(row(cookie.id(), cookie, null, null, null), cookie);
    }

    private static String unstoredName(String id) {
        return "unstored-session/" + id;
    }

    /**
     * The session after a password was proved, under a new cookie; empty when another request rotated it meanwhile. A session in
     * which another person had signed in is ended; the apps' requests that waited there wait on for this person, without an answer.
     */
    public Optional<CookieSession> passwordProved(CookieSession session, PersonId person) {
        Instant now = clock.instant();
        PersonId before = session.stored().person();
        boolean stored = !session.cookie().prefix().startsWith(UNSTORED);
        if (!stored || (before != null && !before.equals(person))) {
            if (stored) {
                store.end(session.id());
            }
            Credential cookie = Credential.generate(PREFIX, random);
            StoredSession fresh = row(newId(), cookie, person, now, null);
            store.add(fresh);
            if (stored) {
                pending.handOver(session.id(), fresh.id());
            }
            return Optional.of(session(fresh, cookie));
        }
        return rotated(session, person, now, null);
    }

    /** The session after the one-time code was proved, under a new cookie; empty when another request rotated it meanwhile. */
    public Optional<CookieSession> codeProved(CookieSession session, PersonId person) {
        return rotated(session, person, session.stored().passwordAt(), clock.instant());
    }

    private Optional<CookieSession> rotated(
            CookieSession session, PersonId person, @Nullable Instant passwordAt, @Nullable Instant codeAt) {
        Credential cookie = Credential.generate(PREFIX, random);
        StoredSession successor = row(session.id(), cookie, person, passwordAt, codeAt);
        return store.replace(session.stored().cookieId(), successor)
                ? Optional.of(session(successor, cookie))
                : Optional.empty();
    }

    /** Ends the session; false when it was gone. */
    public boolean end(CookieSession session) {
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

    private CookieSession session(StoredSession stored, Credential cookie) {
        return new CookieSession(stored, cookie, timeouts.betweenFactors());
    }

    private String newId() {
        return RandomId.of(random, ID_BYTES);
    }
}
