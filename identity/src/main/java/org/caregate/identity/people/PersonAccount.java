package org.caregate.identity.people;

import java.util.Set;
import org.caregate.protocol.PersonId;
import org.jspecify.annotations.Nullable;

/**
 * A person who may sign in. Credentials are kept apart, by factor.
 *
 * @param id the opaque {@code sub}: random, immutable, never used again
 * @param username what they type; immutable, never given to another
 * @param displayName what pages show; PHI for a patient
 * @param fhirUser their own FHIR resource, relative, such as {@code Practitioner/d1}; null when they have none
 * @param roles names of the roles in the policy file
 * @param enabled false refuses sign-in, refresh and every request
 */
public record PersonAccount(
        PersonId id,
        Username username,
        String displayName,
        @Nullable String fhirUser,
        Set<String> roles,
        boolean enabled) {
    public PersonAccount {
        roles = Set.copyOf(roles);
    }

    /** The same person, enabled or not. */
    public PersonAccount withEnabled(boolean value) {
        return new PersonAccount(id, username, displayName, fhirUser, roles, value);
    }
}
