package org.caregate.policy.role;

import java.util.Optional;
import java.util.Set;
import org.caregate.policy.compartment.Coding;
import org.caregate.protocol.scope.FhirScope;
import org.caregate.protocol.scope.FhirScope.Restriction;

/** The one restriction we can prove on every resource: {@code ?category=system|code} on Observation and Condition. */
public final class CategoryRestriction {
    private static final Set<String> TYPES = Set.of("Observation", "Condition");

    private CategoryRestriction() {}

    /** The category a scope is restricted to; empty when it has no restriction or one we cannot prove. */
    public static Optional<Coding> of(FhirScope scope) {
        if (scope.restrictions().size() != 1 || !TYPES.contains(scope.resourceType())) {
            return Optional.empty();
        }
        Restriction restriction = scope.restrictions().getFirst();
        return restriction.name().equals("category") ? Coding.parse(restriction.value()) : Optional.empty();
    }
}
