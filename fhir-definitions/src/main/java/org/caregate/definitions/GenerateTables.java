package org.caregate.definitions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes every table into the sources of the module that reads it. */
public final class GenerateTables {
    private GenerateTables() {}

    /** Takes the root of the source tree, {@code .} by default. */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments.length == 0 ? "." : arguments[0]);
        for (Map.Entry<String, String> table : tables().entrySet()) {
            Files.writeString(root.resolve(table.getKey()), table.getValue());
        }
    }

    /** Path below the root to content. */
    static Map<String, String> tables() {
        R4Definitions definitions = new R4Definitions();
        return Map.of(
                "protocol/src/main/resources/org/caregate/protocol/fhir/r4-resource-types.txt",
                definitions.resourceTypes(),
                "policy/src/main/resources/org/caregate/policy/compartment/r4-patient-compartment.txt",
                definitions.patientCompartment(),
                "policy/src/main/resources/org/caregate/policy/compartment/r4-reference-targets.txt",
                definitions.referenceTargets(),
                "policy/src/main/resources/org/caregate/policy/compartment/r4-search-parameters.txt",
                definitions.searchParameters());
    }
}
