package org.caregate.policy.compartment;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the proof needs to know of one resource, read from its bytes by the holder of them.
 *
 * @param type {@code resourceType}
 * @param id its logical id; null in the body of a create, and where a contained resource has none
 * @param references what stands at each of the paths of {@link CompartmentPaths#forType}, nothing left out
 * @param categories every coding of {@code category} that has system and code
 * @param contained the resources within it: those in {@code contained}, or in the entries or parameters of a Bundle or Parameters
 */
public record ResourceFacts(
        String type,
        @Nullable String id,
        List<CompartmentReference> references,
        Set<Coding> categories,
        List<ResourceFacts> contained) {
    public ResourceFacts {
        references = List.copyOf(references);
        categories = Set.copyOf(categories);
        contained = List.copyOf(contained);
    }
}
