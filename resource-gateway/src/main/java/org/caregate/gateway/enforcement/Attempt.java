package org.caregate.gateway.enforcement;

import java.util.Set;
import org.caregate.gateway.guard.ProvenPart;

/**
 * What token and request already say of a permitted attempt.
 *
 * @param patients whose records it is about
 * @param resources what will be released, as relative references
 * @param single whether that is all: then neither release nor completion follow the attempt's entry, unless it ended otherwise
 */
record Attempt(Set<String> patients, Set<String> resources, boolean single) {
    /** Who and what is not known yet. */
    static Attempt open() {
        return new Attempt(Set.of(), Set.of(), false);
    }

    static Attempt about(Set<String> patients) {
        return new Attempt(patients, Set.of(), false);
    }

    /** Whether the attempt's entry says already what leaves with that part. */
    boolean covers(ProvenPart part) {
        return part.resources().isEmpty()
                || (single && patients.containsAll(part.patients()) && resources.containsAll(part.resources()));
    }
}
