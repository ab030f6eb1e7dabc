package org.caregate.registry.pending;

import java.time.Instant;
import java.util.Optional;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.PersonId;

/** Stores authorizations that wait for a person. Every verb joins the caller's transaction; none re-creates what has ended. */
public interface PendingAuthorizations {
    /** Adds one; its id MUST NOT exist. */
    void add(PendingAuthorization pending);

    /** The unexpired authorization of that id, only if it belongs to that browser session. */
    Optional<PendingAuthorization> find(String id, String browserSession);

    /** As {@link #find}, locked until the transaction ends, so that what is decided on it is decided once. */
    Optional<PendingAuthorization> lock(String id, String browserSession);

    /**
     * Replaces interaction, answers and person of the authorization of the same id and browser session; false, and nothing stored, when
     * it has ended or expired meanwhile.
     */
    boolean replace(PendingAuthorization pending);

    /** Appends an answer; false when the authorization is gone, expired or of another browser session. */
    boolean answer(String id, String browserSession, Answer answer);

    /** Ends it: true for exactly one caller. */
    boolean consume(String id, String browserSession);

    /**
     * Hands whatever waits in one browser session to another, where someone else signed in: each asks for a sign-in again and holds no
     * answer, because answers never pass from one person to another. Says how many there were.
     */
    int handOver(String browserSession, String successor);

    /** Ends whatever waits for that client; says how many. Goes with a {@code CLIENT} revocation. */
    int endAllOf(ClientId client);

    /** Ends whatever holds answers of that person, or asks for them; says how many. Goes with a {@code PERSON} revocation. */
    int endAllOf(PersonId person);

    /** Ends whatever was requested at or before that time; says how many. Goes with a revocation of everything. */
    int endAllRequestedUpTo(Instant time);
}
