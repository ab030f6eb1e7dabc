package org.caregate.server.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caregate.policy.role.RoleDefinitions;
import org.jspecify.annotations.Nullable;

/**
 * {@code roles.yaml}: the policy file.
 *
 * @param definitions the roles and the most each may hold
 * @param patients which patients may be opened by whom, by user name, until the FHIR server's care teams say so
 */
public record RolesFile(RoleDefinitions definitions, Map<String, Set<String>> patients) {
    public RolesFile {
        patients = Map.copyOf(patients);
    }

    /**
     * The roles in that file.
     *
     * @throws ConfigurationException with everything that is wrong
     */
    public static RolesFile read(Path file) {
        return YamlFile.read(file, root -> {
            RoleDefinitions definitions = definitions(root, root.section("roles"));
            return new RolesFile(definitions, patients(root.optionalSection("patients")));
        });
    }

    private static RoleDefinitions definitions(YamlSection root, YamlSection section) {
        Map<String, List<String>> scopes = new LinkedHashMap<>();
        for (String role : section.keys()) {
            YamlSection one = section.section(role);
            scopes.put(role, one.texts("scopes"));
            if (!one.has("scopes")) {
                one.problem("scopes", "is missing");
            }
        }
        return switch (RoleDefinitions.define(scopes)) {
            case RoleDefinitions.Result.Valid(RoleDefinitions definitions) -> definitions;
            case RoleDefinitions.Result.Invalid(List<String> problems) -> {
                problems.forEach(problem -> root.problem("roles", problem));
                yield NONE;
            }
        };
    }

    /** Never seen by anyone: the problems that led to it are thrown. */
    private static final RoleDefinitions NONE = none();

    private static RoleDefinitions none() {
        Map<String, List<String>> empty = Map.of(
                RoleDefinitions.PATIENT,
                List.of(),
                RoleDefinitions.CLINICIAN,
                List.of(),
                RoleDefinitions.ADMINISTRATOR,
                List.of());
        if (RoleDefinitions.define(empty) instanceof RoleDefinitions.Result.Valid valid) {
            return valid.definitions();
        }
        throw new IllegalStateException("roles without scopes are well formed");
    }

    private static Map<String, Set<String>> patients(@Nullable YamlSection section) {
        Map<String, Set<String>> patients = new LinkedHashMap<>();
        if (section != null) {
            for (String username : section.keys()) {
                List<String> ids = section.texts(username);
                for (String id : ids) {
                    if (!id.matches("[A-Za-z0-9.-]{1,64}")) {
                        section.problem(username, "holds something that is no FHIR id");
                    }
                }
                patients.put(username, Set.copyOf(ids));
            }
        }
        return patients;
    }
}
