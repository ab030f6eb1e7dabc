package org.caregate.identity.password;

import java.time.Instant;
import java.util.Optional;
import org.caregate.protocol.PersonId;

/** Stores passwords' sealed hashes, one a person. Every verb joins the caller's transaction. */
public interface PasswordCredentials {
    /** Sets or replaces the person's password and enables it. The account MUST exist. */
    void set(PersonId person, byte[] sealed, Instant changedAt);

    /** The person's password, disabled or not. */
    Optional<PasswordCredential> find(PersonId person);

    /**
     * Stores the same password under a newer cost or key; false, and nothing changed, unless {@code expected} is still what is
     * stored, so that a rehash never undoes a change of password.
     */
    boolean rehash(PersonId person, byte[] expected, byte[] sealed);

    /** Disables the password on devices that are not known, until it is set again or enabled; the first moment stays. */
    void disable(PersonId person, Instant at);

    /** Enables it again, as its owner proved both factors on a known device (SP 800-63B-4 §3.2.2). */
    void enable(PersonId person);
}
