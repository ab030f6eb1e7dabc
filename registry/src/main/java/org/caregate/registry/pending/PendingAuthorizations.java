package org.caregate.registry.pending;

import java.util.Optional;

/** Stores authorizations that wait for a person. Every verb joins the caller's transaction. */
public interface PendingAuthorizations {
    /** Adds, or replaces interaction, answers and person of the same id and browser session. */
    void save(PendingAuthorization pending);

    /** The unexpired authorization of that id, only if it belongs to that browser session. */
    Optional<PendingAuthorization> find(String id, String browserSession);

    /** Appends an answer; false when the authorization is gone, expired or of another browser session. */
    boolean answer(String id, String browserSession, Answer answer);

    /** Ends it: true for exactly one caller. */
    boolean consume(String id, String browserSession);
}
