package org.caregate.identity.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.caregate.crypto.credential.Credential;
import org.caregate.protocol.PersonId;

/** A live session of the browser that sent this request's cookie: only {@link BrowserSessions} makes one. */
public final class CookieSession {
    private final StoredSession stored;
    private final Credential cookie;
    private final Duration betweenFactors;

    CookieSession(StoredSession stored, Credential cookie, Duration betweenFactors) {
        this.stored = stored;
        this.cookie = cookie;
        this.betweenFactors = betweenFactors;
    }

    /** Names the session to pending authorizations; not the cookie, and the same after the cookie is rotated. */
    public String id() {
        return stored.id();
    }

    /** Who is signed in with both factors; empty when no one is. */
    public Optional<AuthenticatedPerson> signedIn() {
        return stored.signedIn();
    }

    /** Who proved their password so recently that a one-time code may follow; empty once it did. */
    public Optional<PersonId> awaitingCode(Instant now) {
        Instant passwordAt = stored.passwordAt();
        return stored.codeAt() != null || passwordAt == null || !now.isBefore(passwordAt.plus(betweenFactors))
                ? Optional.empty()
                : Optional.ofNullable(stored.person());
    }

    StoredSession stored() {
        return stored;
    }

    /** What the browser holds, for its cookie and for tokens derived from it. */
    public Credential cookie() {
        return cookie;
    }

    @Override
    public String toString() {
        return "CookieSession[" + stored.id() + "]";
    }
}
