package org.caregate.policy.compartment;

import java.util.Map;
import java.util.Set;

/** The types that a reference search parameter of FHIR R4 may lead to. */
public final class ReferenceTargets {
    private static final Map<String, Map<String, String>> TABLE = DefinitionTable.load("r4-reference-targets.txt");

    private ReferenceTargets() {}

    /** The types of what {@code type.parameter} refers to; empty for a parameter that refers to nothing, or is not R4's. */
    public static Set<String> of(String type, String parameter) {
        String targets = TABLE.getOrDefault(type, Map.of()).get(parameter);
        return targets == null ? Set.of() : Set.of(targets.split(",", -1));
    }
}
