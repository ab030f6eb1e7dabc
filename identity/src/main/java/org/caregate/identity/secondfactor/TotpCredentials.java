package org.caregate.identity.secondfactor;

import java.time.Instant;
import java.util.Optional;
import org.caregate.protocol.PersonId;

/** Stores one-time-code authenticators, one a person. Every verb joins the caller's transaction. */
public interface TotpCredentials {
    /** Enrols or replaces the person's authenticator: enabled, no step used. The account MUST exist. */
    void enrol(PersonId person, byte[] sealedSeed, Instant at);

    /** The person's authenticator, disabled or not. */
    Optional<TotpCredential> find(PersonId person);

    /**
     * Marks a time step used (RFC 6238 §5.2). MUST be atomic: true for exactly one of any number of concurrent callers, and false
     * once this step or a later one was used, when the authenticator is disabled, or when there is none.
     */
    boolean useStep(PersonId person, long step);

    /** Disables the authenticator until it is enrolled again; the first moment stays. */
    void disable(PersonId person, Instant at);
}
