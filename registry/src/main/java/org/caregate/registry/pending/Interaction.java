package org.caregate.registry.pending;

import java.util.List;
import java.util.Set;

/** What the authorization server asks of the person before it can go on; {@code identity} renders it. */
public sealed interface Interaction {
    /** Sign in with both factors. */
    record SignIn() implements Interaction {}

    /** Choose the patient in context, among {@code patients} (logical ids). */
    record ChoosePatient(Set<String> patients) implements Interaction {
        public ChoosePatient {
            patients = Set.copyOf(patients);
        }
    }

    /**
     * Agree to what the app asks.
     *
     * @param scopes the grantable scopes, each of which may be unticked, in canonical text
     * @param cut the requested scopes that will not be granted, in the text they were asked in
     * @param patient the logical id of the patient in context, or empty
     */
    record Consent(List<String> scopes, List<String> cut, String patient) implements Interaction {
        public Consent {
            scopes = List.copyOf(scopes);
            cut = List.copyOf(cut);
        }
    }
}
