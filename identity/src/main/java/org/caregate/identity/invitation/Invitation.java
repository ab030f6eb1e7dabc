package org.caregate.identity.invitation;

import java.time.Instant;
import java.util.Set;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.identity.people.Username;
import org.caregate.protocol.PersonId;
import org.jspecify.annotations.Nullable;

/**
 * A link as the database holds it.
 *
 * @param id finds it; half of what the link's holder has
 * @param hash keyed hash of the whole
 * @param person the id that the account has, or will have
 * @param username null in a set-up link until its holder chose one
 * @param madeAt when it was made
 * @param maker who made it
 * @param chosen what its holder chose so far; null before
 */
public record Invitation(
        String id,
        KeyedHash hash,
        Kind kind,
        PersonId person,
        @Nullable Username username,
        String displayName,
        @Nullable String fhirUser,
        Set<String> roles,
        Instant madeAt,
        Maker maker,
        Instant expiresAt,
        @Nullable Chosen chosen) {
    public Invitation {
        roles = Set.copyOf(roles);
    }

    /** Whether it gives access to one patient's whole record, or to what another person may do. */
    public boolean isSensitive() {
        return kind == Kind.RESET || (fhirUser != null && fhirUser.startsWith("Patient/"));
    }

    /** What a link is for. */
    public enum Kind {
        /** The first administrator; there is at most one that works. */
        SET_UP,
        /** A person whom an administrator named. */
        PERSON,
        /** A person who has an account and lost what they sign in with. */
        RESET
    }

    /** The first factor, and what the second is made of; both sealed to the person. */
    @SuppressWarnings("ArrayRecordComponent") // bytes of the database, never compared
    public record Chosen(byte[] sealedPassword, byte[] sealedSeed) {}
}
