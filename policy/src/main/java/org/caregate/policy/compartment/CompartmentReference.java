package org.caregate.policy.compartment;

import org.jspecify.annotations.Nullable;

/**
 * A Reference element as it stands in a resource (FHIR R4, "References").
 *
 * @param reference its {@code reference}, or null
 * @param type its {@code type}, or null
 * @param hasIdentifier whether it has an {@code identifier}
 */
public record CompartmentReference(
        @Nullable String reference, @Nullable String type, boolean hasIdentifier) {
    /** A literal reference. */
    public static CompartmentReference to(String reference) {
        return new CompartmentReference(reference, null, false);
    }
}
