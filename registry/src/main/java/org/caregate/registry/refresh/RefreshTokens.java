package org.caregate.registry.refresh;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Stores refresh tokens. Every verb joins the caller's transaction; the database's clock alone measures the repeat's window. */
public interface RefreshTokens {
    /** Adds the first token of a family; neither its id nor its family MUST exist. */
    void add(RefreshToken first);

    /** The token, used, expired, revoked or not. */
    Optional<RefreshToken> find(String id);

    /**
     * Marks the token used and adds its successor, in one step: true for exactly one of any number of concurrent calls. False,
     * and nothing is changed, when the token is unknown, already used, or its family is revoked.
     */
    boolean rotate(String id, RefreshToken successor);

    /**
     * Allows the one repeat of a rotation whose answer may have been lost, and marks it so: true only if the token was used
     * no longer than {@code window} ago, was not repeated, its family is alive and its successor is unused. True for exactly one
     * of any number of concurrent calls.
     */
    boolean repeat(String id, Duration window);

    /** Slides the end of an unused token of a live family, for clients that do not rotate; false when there is none such. */
    boolean extend(String id, Instant expiresAt);

    /** Ends every token of the family; false when it already was ended or is unknown. */
    boolean revokeFamily(String family);
}
