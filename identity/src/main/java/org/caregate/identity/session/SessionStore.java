package org.caregate.identity.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.caregate.protocol.PersonId;

/** Stores browser sessions, for every node. Every verb joins the caller's transaction. */
public interface SessionStore {
    /** Adds a session; neither its id nor its cookie id may exist. */
    void add(StoredSession session);

    /** The session whose cookie is valid now under that cookie id, however old. */
    Optional<StoredSession> findByCookie(String cookieId);

    /** Moves the last request forward, never back; nothing happens when the session is gone. */
    void touch(String id, Instant lastSeenAt);

    /**
     * Replaces the whole row of the same id. MUST be atomic: true for exactly one of any number of concurrent callers that name the
     * same {@code cookieId}; false, and nothing changed, when that cookie is no longer the session's.
     */
    boolean replace(String cookieId, StoredSession successor);

    /** The person's sessions, newest first, at most a hundred. */
    List<StoredSession> allOf(PersonId person);

    /** The session of that id, however old. */
    Optional<StoredSession> find(String id);

    /**
     * As {@link #find}, kept as it is until the transaction ends: what changes or ends it waits. Callers of this verb do not wait for
     * each other.
     */
    Optional<StoredSession> lock(String id);

    /** Ends the session; false when it was gone. */
    boolean end(String id);

    /** Ends every session of the person, of whatever factors; says how many. */
    int endAllOf(PersonId person);

    /** Ends every session opened at or before that time; says how many. */
    int endAllOpenedUpTo(Instant time);

    /** Removes what was last seen before then; says how many. */
    int removeLastSeenBefore(Instant then);
}
