package org.caregate.policy.compartment;

import java.util.Map;
import java.util.Optional;

/** The search parameters that FHIR R4 defines for each type, and their kinds. */
public final class SearchParameters {
    private static final Map<String, Map<String, String>> TABLE = DefinitionTable.load("r4-search-parameters.txt");

    private SearchParameters() {}

    /** The kind ({@code token}, {@code reference}, ...) of a parameter defined for exactly that type; empty when there is none. */
    public static Optional<String> typeOf(String resourceType, String name) {
        return Optional.ofNullable(TABLE.getOrDefault(resourceType, Map.of()).get(name));
    }

    /** The same for the parameters every resource has: {@code _id}, {@code _lastUpdated} and so on. */
    public static Optional<String> typeOfGeneral(String name) {
        return typeOf("Resource", name);
    }
}
