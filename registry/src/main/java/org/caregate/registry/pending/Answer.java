package org.caregate.registry.pending;

import java.util.Set;

/** What the person answered; signing in is answered by the browser session itself. */
public sealed interface Answer {
    /** The patient chosen (logical id). */
    record PatientChosen(String patient) implements Answer {}

    /** Agreed, to these scopes (canonical texts; a subset of those asked). */
    record ConsentGiven(Set<String> scopes) implements Answer {
        public ConsentGiven {
            scopes = Set.copyOf(scopes);
        }
    }

    /** Said no: the app gets {@code access_denied}. */
    record Declined() implements Answer {}
}
