package org.caregate.registry.person;

import java.util.Set;
import org.caregate.protocol.PersonId;
import org.jspecify.annotations.Nullable;

/**
 * A person as authorization sees them.
 *
 * @param id the opaque {@code sub}
 * @param displayName what pages show; PHI for a patient, so never in tokens or errors
 * @param fhirUser the person's own FHIR resource, relative: {@code Patient/p1}, {@code Practitioner/d1}; null when they have none
 * @param roles names of the roles in the policy file; never empty for an enabled person
 * @param patients logical ids of the FHIR Patients the person may be given in context: the own record for a patient, the
 *     list for a clinician
 * @param enabled false refuses sign-in, refresh and every request
 */
public record Person(
        PersonId id,
        String displayName,
        @Nullable String fhirUser,
        Set<String> roles,
        Set<String> patients,
        boolean enabled) {
    public Person {
        roles = Set.copyOf(roles);
        patients = Set.copyOf(patients);
    }
}
