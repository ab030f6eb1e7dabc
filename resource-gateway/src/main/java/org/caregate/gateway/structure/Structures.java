package org.caregate.gateway.structure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.caregate.gateway.structure.Structure.Property;
import org.caregate.protocol.fhir.type.ResourceTypes;
import org.jspecify.annotations.Nullable;

/** The structures of FHIR R4 (4.0.1); the table is written by {@code fhir-definitions}. */
final class Structures {
    private static final Map<String, Structure> ALL = load();

    private Structures() {}

    /** Of a resource type; null when R4 has none of that name. */
    static @Nullable Structure ofResource(String type) {
        return ResourceTypes.contains(type) ? ALL.get(type) : null;
    }

    private static Map<String, Structure> load() {
        List<String> lines;
        try (InputStream in = Objects.requireNonNull(Structures.class.getResourceAsStream("r4-structures.txt"))) {
            lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, ElementType> types = new HashMap<>();
        Map<String, Structure> structures = new HashMap<>();
        for (Primitive primitive : Primitive.values()) {
            types.put(primitive.code(), primitive);
        }
        types.put("Resource", new ElementType.AnyResource());
        for (String line : lines) {
            String name = line.split(" ", 2)[0];
            structures.put(name, new Structure(name));
        }
        types.putAll(structures);
        Structure ofPrimitives = new Structure("Element");
        fill(ofPrimitives, "id:string- extension:Extension*".split(" ", -1), 0, types, ofPrimitives);
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            fill(Objects.requireNonNull(structures.get(words[0])), words, 1, types, ofPrimitives);
        }
        return Map.copyOf(structures);
    }

    private static void fill(
            Structure structure, String[] words, int from, Map<String, ElementType> types, Structure ofPrimitives) {
        for (int i = from; i < words.length; i++) {
            int colon = words[i].indexOf(':');
            String name = words[i].substring(0, colon);
            String rest = words[i].substring(colon + 1);
            boolean required = rest.endsWith("!");
            rest = required ? rest.substring(0, rest.length() - 1) : rest;
            boolean many = rest.endsWith("*");
            rest = many ? rest.substring(0, rest.length() - 1) : rest;
            boolean choice = name.endsWith("[x]");
            String stem = choice ? name.substring(0, name.length() - 3) : name;
            int element = structure.element(stem, required);
            for (String code : rest.split("\\|", -1)) {
                boolean attribute = code.endsWith("-");
                boolean impersonal = code.endsWith("~");
                String type = attribute || impersonal ? code.substring(0, code.length() - 1) : code;
                ElementType found = Objects.requireNonNull(types.get(type), type);
                String json = choice ? stem + Character.toUpperCase(type.charAt(0)) + type.substring(1) : stem;
                structure.add(new Property(json, element, json, found, many, false, impersonal));
                if (found instanceof Primitive && !attribute) {
                    structure.add(new Property("_" + json, element, json, ofPrimitives, many, true, false));
                }
            }
        }
    }
}
