package org.caregate.evaluation.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Someone who can sign in to the demo.
 *
 * @param role also their name in {@code demo.json}
 * @param totpSecret the seed of the one-time codes, base32
 * @param patients logical ids of the Patients they may open
 */
public record DemoPerson(
        String role,
        String username,
        String displayName,
        @Nullable String fhirUser,
        String password,
        String totpSecret,
        List<String> patients) {
    public DemoPerson {
        patients = List.copyOf(patients);
    }

    @Override
    public String toString() {
        return "DemoPerson[" + username + "]";
    }
}
