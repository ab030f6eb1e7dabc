package org.caregate.policy.compartment;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the proof needs to know of one resource, read from its bytes by whoever holds them.
 *
 * @param type {@code resourceType}
 * @param id its logical id; null only in the body of a create
 * @param references every Reference found at the paths of {@link CompartmentPaths#forType}, none left out
 * @param categories every coding of {@code category} that has system and code
 * @param contained the {@code resourceType} of each contained resource
 */
public record ResourceFacts(
        String type,
        @Nullable String id,
        List<CompartmentReference> references,
        Set<Coding> categories,
        List<ContainedResource> contained) {
    public ResourceFacts {
        references = List.copyOf(references);
        categories = Set.copyOf(categories);
        contained = List.copyOf(contained);
    }

    /** A contained resource: its local id without the hash sign (or null), and its type. */
    public record ContainedResource(@Nullable String id, String type) {}
}
