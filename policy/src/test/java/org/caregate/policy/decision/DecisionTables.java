package org.caregate.policy.decision;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.caregate.policy.role.RoleDefinitions;
import org.yaml.snakeyaml.Yaml;

/** The decision tables of {@code decisions/}, and the roles they are decided under. */
final class DecisionTables {
    private static final List<String> FILES = List.of(
            "authentication",
            "revocation",
            "scopes",
            "roles",
            "compartment",
            "search",
            "writes",
            "references",
            "bad-requests",
            "fhir-gateway");

    private DecisionTables() {}

    static List<DecisionRow> rows() {
        return FILES.stream().flatMap(DecisionTables::rows).toList();
    }

    @SuppressWarnings("unchecked")
    private static Stream<DecisionRow> rows(String file) {
        List<Map<String, Object>> rows = (List<Map<String, Object>>) load(file + ".yaml");
        return rows.stream().map(cells -> new DecisionRow(file, cells));
    }

    @SuppressWarnings("unchecked")
    static RoleDefinitions roles() {
        RoleDefinitions.Result result =
                RoleDefinitions.define((Map<String, List<String>>) load("role-definitions.yaml"));
        return ((RoleDefinitions.Result.Valid) result).definitions();
    }

    private static Object load(String name) {
        try (InputStream in =
                Objects.requireNonNull(DecisionTables.class.getResourceAsStream("/decisions/" + name), name)) {
            return new Yaml().load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
