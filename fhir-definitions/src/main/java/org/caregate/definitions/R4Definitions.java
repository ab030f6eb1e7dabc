package org.caregate.definitions;

import ca.uhn.fhir.model.api.annotation.SearchParamDefinition;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.ResourceType;

/** FHIR R4 (4.0.1) as HAPI's jars state it: the official search parameters, and compartment membership on its model. */
final class R4Definitions {
    private static final String SEARCH_PARAMETERS = "/org/hl7/fhir/r4/model/sp/search-parameters.json";
    private static final String PATIENT_COMPARTMENT = "Base FHIR compartment definition for Patient";

    /** Type (or {@code Resource}, {@code DomainResource}) to code to parameter. */
    private final SortedMap<String, SortedMap<String, Parameter>> parameters = new TreeMap<>();

    private record Parameter(String type, String expression, SortedSet<String> targets) {}

    R4Definitions() {
        try (InputStream in = Objects.requireNonNull(R4Definitions.class.getResourceAsStream(SEARCH_PARAMETERS))) {
            for (JsonNode entry : new ObjectMapper().readTree(in).get("entry")) {
                JsonNode resource = entry.get("resource");
                Parameter parameter = new Parameter(
                        resource.get("type").asText(),
                        resource.path("expression").asText(""),
                        targets(resource.path("target")));
                for (JsonNode base : resource.get("base")) {
                    parameters
                            .computeIfAbsent(base.asText(), type -> new TreeMap<>())
                            .put(resource.get("code").asText(), parameter);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SortedSet<String> targets(JsonNode codes) {
        SortedSet<String> targets = new TreeSet<>();
        codes.forEach(code -> targets.add(code.asText()));
        return targets;
    }

    /** {@code Type code=Target,Target code=Target}: where the reference parameters of each type lead. */
    String referenceTargets() {
        StringBuilder out = new StringBuilder();
        for (String type : types()) {
            SortedMap<String, Parameter> references = new TreeMap<>(parametersOf(type));
            references.values().removeIf(parameter -> parameter.targets().isEmpty());
            if (!references.isEmpty()) {
                out.append(type);
                references.forEach((code, parameter) ->
                        out.append(' ').append(code).append('=').append(String.join(",", parameter.targets())));
                out.append('\n');
            }
        }
        return out.toString();
    }

    /** One type a line. */
    String resourceTypes() {
        return types().stream().map(type -> type + "\n").collect(Collectors.joining());
    }

    /** {@code Type code=type code=type}, a line for each type and one for {@code Resource}, whose parameters all types have. */
    String searchParameters() {
        StringBuilder out = new StringBuilder();
        SortedMap<String, Parameter> everywhere = new TreeMap<>(parametersOf("Resource"));
        everywhere.putAll(parametersOf("DomainResource"));
        append(out, "Resource", everywhere);
        types().forEach(type -> append(out, type, parametersOf(type)));
        return out.toString();
    }

    private static void append(StringBuilder out, String type, Map<String, Parameter> parameters) {
        if (!parameters.isEmpty()) {
            out.append(type);
            parameters.forEach((code, parameter) ->
                    out.append(' ').append(code).append('=').append(parameter.type()));
            out.append('\n');
        }
    }

    /** {@code Type code=path,path code=path}: the parameters that make a resource a member, and the elements they read. */
    String patientCompartment() {
        StringBuilder out = new StringBuilder();
        for (String type : types()) {
            SortedSet<String> members = memberships(type);
            if (!members.isEmpty()) {
                out.append(type);
                members.forEach(code -> out.append(' ').append(code).append('=').append(paths(type, code)));
                out.append('\n');
            }
        }
        return out.toString();
    }

    /** The types whose resources can lie in a patient's compartment, with Device, which the gateway counts in (ADR 11). */
    NavigableSet<String> patientCompartmentTypes() {
        NavigableSet<String> members = new TreeSet<>(Set.of("Patient", "Device"));
        types().stream().filter(type -> !memberships(type).isEmpty()).forEach(members::add);
        return members;
    }

    private static SortedSet<String> memberships(String type) {
        SortedSet<String> codes = new TreeSet<>();
        for (Field field : model(type).getFields()) {
            SearchParamDefinition definition = field.getAnnotation(SearchParamDefinition.class);
            if (definition != null
                    && Arrays.stream(definition.providesMembershipIn())
                            .anyMatch(
                                    c -> c.name().equals("Patient") || c.name().equals(PATIENT_COMPARTMENT))) {
                codes.add(definition.name());
            }
        }
        return codes;
    }

    /** {@code AuditEvent.agent.who.where(resolve() is Patient) | ...} becomes {@code agent.who}. */
    private String paths(String type, String code) {
        Parameter parameter = Objects.requireNonNull(parametersOf(type).get(code), type + "." + code);
        return Arrays.stream(parameter.expression().split("\\|"))
                .map(String::strip)
                .filter(expression -> expression.startsWith(type + "."))
                .map(expression -> expression.replaceFirst("\\.where\\(resolve\\(\\) is \\w+\\)$", ""))
                .map(expression -> plainPath(expression.substring(type.length() + 1)))
                .distinct()
                .sorted()
                .collect(Collectors.joining(","));
    }

    private static String plainPath(String path) {
        if (!path.matches("[a-zA-Z]+(\\.[a-zA-Z]+)*")) {
            throw new IllegalStateException("a path the table cannot hold: " + path);
        }
        return path;
    }

    private SortedMap<String, Parameter> parametersOf(String type) {
        return parameters.getOrDefault(type, new TreeMap<>());
    }

    private static SortedSet<String> types() {
        return Arrays.stream(ResourceType.values()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Class<?> model(String type) {
        try {
            return Class.forName("org.hl7.fhir.r4.model." + (type.equals("List") ? "ListResource" : type));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
