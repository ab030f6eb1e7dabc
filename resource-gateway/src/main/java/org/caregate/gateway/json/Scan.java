package org.caregate.gateway.json;

import org.jspecify.annotations.Nullable;

/** What was read of one resource while it was copied. */
public sealed interface Scan permits ScannedResource, Scan.NotFhir, Scan.TooLarge {
    /**
     * Its bytes are not the grammar of FHIR JSON, so that another reader could read another resource in them.
     *
     * @param type a resource type of R4, when it has one
     * @param id a FHIR id, when it has one
     * @param defect what is wrong, in fixed words
     */
    record NotFhir(@Nullable String type, @Nullable String id, String defect) implements Scan {}

    /** It has more than anyone wanted to understand, so that nothing is known of it. */
    record TooLarge() implements Scan {}
}
