package org.caregate.policy.compartment;

import org.jspecify.annotations.Nullable;

/**
 * A Reference anywhere in a body that was held against FHIR's structure, contained resources and extensions included.
 *
 * @param literal its {@code reference}, or null
 * @param type its {@code type}, or null
 * @param hasIdentifier whether it has an {@code identifier}
 * @param impersonal whether FHIR lets the element name only what is no patient's
 */
public record BodyReference(
        @Nullable String literal, @Nullable String type, boolean hasIdentifier, boolean impersonal) {}
