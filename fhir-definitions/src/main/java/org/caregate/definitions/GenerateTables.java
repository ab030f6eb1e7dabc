package org.caregate.definitions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Writes every table into the sources of the module that reads it. */
public final class GenerateTables {
    private GenerateTables() {}

    /** Takes the root of the source tree, {@code .} by default. */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments.length == 0 ? "." : arguments[0]);
        for (Map.Entry<String, String> table : tables().entrySet()) {
            Files.createDirectories(root.resolve(table.getKey()).getParent());
            Files.writeString(root.resolve(table.getKey()), table.getValue());
        }
    }

    /** Path below the root to content. */
    static Map<String, String> tables() {
        R4Definitions definitions = new R4Definitions();
        R4Structures structures = new R4Structures();
        Set<String> compartment = definitions.patientCompartmentTypes();
        return Map.of(
                "protocol/src/main/resources/org/caregate/protocol/fhir/type/r4-resource-types.txt",
                definitions.resourceTypes(),
                "policy/src/main/resources/org/caregate/policy/compartment/r4-patient-compartment.txt",
                definitions.patientCompartment(),
                "policy/src/main/resources/org/caregate/policy/compartment/r4-reference-targets.txt",
                definitions.referenceTargets(),
                "policy/src/main/resources/org/caregate/policy/compartment/r4-search-parameters.txt",
                definitions.searchParameters(),
                "policy/src/main/resources/org/caregate/policy/compartment/r4-impersonal-types.txt",
                structures.impersonalTypes(compartment),
                "resource-gateway/src/main/resources/org/caregate/gateway/structure/r4-structures.txt",
                structures.structures(compartment),
                "resource-gateway/src/main/resources/org/caregate/gateway/json/r4-address-elements.txt",
                structures.addressElements());
    }
}
