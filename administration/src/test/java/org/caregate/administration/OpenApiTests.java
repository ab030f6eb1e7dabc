package org.caregate.administration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.caregate.administration.http.Route;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The published description says what the routes do, all of them and nothing else. */
class OpenApiTests {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private record Operation(
            String method, String path, String scope, Set<String> query, boolean takesBody, boolean ifMatch) {}

    private static List<Route> routes() {
        return Stream.concat(
                        new AdministrationApiTests().api.routes().stream(), new ApiOnStores().api.routes().stream())
                .toList();
    }

    private static Map<?, ?> document() throws IOException {
        Path file = Path.of("..", "docs", "reference", "administration-api.yaml");
        return new Yaml().loadAs(Files.readString(file), Map.class);
    }

    private static Map<?, ?> map(Map<?, ?> in, String name) {
        return (Map<?, ?>) Objects.requireNonNull(in.get(name), name);
    }

    private static List<Operation> described() throws IOException {
        Map<?, ?> document = document();
        List<Operation> operations = new ArrayList<>();
        map(document, "paths")
                .forEach((path, item) -> ((Map<?, ?>) item).forEach((method, operation) -> {
                    if (METHODS.contains(String.valueOf(method))) {
                        operations.add(operation(
                                String.valueOf(method), String.valueOf(path), (Map<?, ?>) operation, document));
                    }
                }));
        return operations;
    }

    private static Operation operation(String method, String path, Map<?, ?> operation, Map<?, ?> document) {
        Set<String> query = new TreeSet<>();
        boolean ifMatch = false;
        if (operation.get("parameters") instanceof List<?> parameters) {
            for (Object one : parameters) {
                Map<?, ?> parameter = resolved((Map<?, ?>) one, document);
                if ("query".equals(parameter.get("in"))) {
                    query.add(String.valueOf(parameter.get("name")));
                }
                ifMatch |= "If-Match".equals(parameter.get("name"));
            }
        }
        List<?> security = (List<?>) Objects.requireNonNull(operation.get("security"), path);
        List<?> scopes = (List<?>) Objects.requireNonNull(((Map<?, ?>) security.getFirst()).get("bearer"), path);
        return new Operation(
                method.toUpperCase(java.util.Locale.ROOT),
                path,
                String.valueOf(scopes.getFirst()),
                query,
                operation.containsKey("requestBody"),
                ifMatch);
    }

    private static Map<?, ?> resolved(Map<?, ?> one, Map<?, ?> document) {
        if (!(one.get("$ref") instanceof String reference)) {
            return one;
        }
        Map<?, ?> found = document;
        for (String step : reference.substring(2).split("/", -1)) {
            found = map(found, step);
        }
        return found;
    }

    @Test
    void everyRoute_isDescribed_withItsScopeParametersAndBody_andNothingElseIs() throws IOException {
        List<Operation> real = routes().stream()
                .map(route -> new Operation(
                        route.method(),
                        route.template(),
                        route.right().text(),
                        new TreeSet<>(route.query()),
                        route.takesBody(),
                        false))
                .toList();
        assertThat(described().stream()
                        .map(one -> new Operation(
                                one.method(), one.path(), one.scope(), one.query(), one.takesBody(), false))
                        .toList())
                .containsExactlyInAnyOrderElementsOf(real);
    }

    @Test
    void ifMatch_isDemandedWhereItIsDescribed_andNowhereElse() throws IOException {
        for (Operation operation : described()) {
            if (operation.method().equals("GET")) {
                assertThat(operation.ifMatch()).as(operation.path()).isFalse();
                continue;
            }
            boolean existing =
                    operation.path().startsWith("/clients/") || operation.path().startsWith("/people/");
            assertThat(operation.ifMatch())
                    .as(operation.method() + " " + operation.path())
                    .isEqualTo(existing);
        }
    }

    @Test
    void everyReference_leadsSomewhere() throws IOException {
        Map<?, ?> document = document();
        assertThat(references(document)).isNotEmpty().allSatisfy(reference -> {
            assertThat(reference).startsWith("#/components/");
            assertThat(resolved(Map.of("$ref", reference), document)).isNotEmpty();
        });
    }

    private static Set<String> references(Object in) {
        Set<String> found = new TreeSet<>();
        switch (in) {
            case Map<?, ?> map ->
                map.forEach((name, value) -> {
                    if (name.equals("$ref")) {
                        found.add(String.valueOf(value));
                    } else {
                        found.addAll(references(value));
                    }
                });
            case List<?> list -> list.forEach(one -> found.addAll(references(one)));
            default -> {}
        }
        return found;
    }
}
