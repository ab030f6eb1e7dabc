package org.caregate.protocol.fhir;

import org.jspecify.annotations.Nullable;

/**
 * One FHIR interaction.
 *
 * @param interaction what is asked
 * @param type the resource type; null only where the interaction has none (capabilities, batch, system-wide)
 * @param id the logical id the path names, or null
 * @param version the version id of a vread, or null
 * @param query the search parameters, and for other interactions the general ones such as {@code _elements}; without
 *     {@code _format}, {@code _summary=false} and the like, which ask nothing of the data
 */
public record ResourceRequest(
        FhirInteraction interaction,
        @Nullable String type,
        @Nullable String id,
        @Nullable String version,
        SearchQuery query)
        implements ParsedRequest {

    /** {@code Type/id} as a relative reference, or null when no instance is named. */
    public @Nullable String reference() {
        return type == null || id == null ? null : type + "/" + id;
    }
}
