package org.caregate.policy.compartment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands at a compartment path of a resource, where FHIR R4 has a Reference. */
public sealed interface CompartmentReference {
    /** The names that lead to it from the resource's root. */
    List<String> path();

    /**
     * A Reference as FHIR writes one (R4, "References").
     *
     * @param reference its {@code reference}, or null
     * @param type its {@code type}, or null
     * @param hasIdentifier whether it has an {@code identifier}
     */
    record Understood(
            List<String> path,
            @Nullable String reference,
            @Nullable String type,
            boolean hasIdentifier) implements CompartmentReference {
        public Understood {
            path = List.copyOf(path);
        }
    }

    /**
     * Anything else: another JSON type, a property that a Reference does not have, nothing but an extension. A more lenient reader
     * may find a patient in it, so it holds the resource back.
     */
    record Unreadable(List<String> path) implements CompartmentReference {
        public Unreadable {
            path = List.copyOf(path);
        }
    }

    /** A literal reference. */
    static CompartmentReference to(List<String> path, String reference) {
        return new Understood(path, reference, null, false);
    }
}
