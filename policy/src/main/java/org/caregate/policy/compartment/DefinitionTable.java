package org.caregate.policy.compartment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Reads a table that {@code fhir-definitions} wrote: lines of {@code Type key=value key=value}. */
final class DefinitionTable {
    private DefinitionTable() {}

    static Map<String, Map<String, String>> load(String resource) {
        Map<String, Map<String, String>> table = new HashMap<>();
        try (InputStream in = Objects.requireNonNull(DefinitionTable.class.getResourceAsStream(resource))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                String[] words = line.split(" ", -1);
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 1; i < words.length; i++) {
                    int equals = words[i].indexOf('=');
                    row.put(words[i].substring(0, equals), words[i].substring(equals + 1));
                }
                table.put(words[0], Collections.unmodifiableMap(row));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(table);
    }
}
