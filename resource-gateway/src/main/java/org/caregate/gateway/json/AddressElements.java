package org.caregate.gateway.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which strings are addresses of resources: {@code Reference.reference} and {@code Attachment.url}, and nothing else. An extension's
 * {@code url} or a canonical names a definition and means the same everywhere. The table is written by {@code fhir-definitions}.
 */
final class AddressElements {
    private static final Map<String, Set<String>> NAMES = load();

    private AddressElements() {}

    /** Whether a string of that name, in an element of that name, is such an address. */
    static boolean isAddress(String element, String name) {
        return switch (name) {
            case "reference" -> NAMES.getOrDefault("Reference", Set.of()).contains(element);
            case "url" -> NAMES.getOrDefault("Attachment", Set.of()).contains(element);
            default -> false;
        };
    }

    private static Map<String, Set<String>> load() {
        try (InputStream in =
                Objects.requireNonNull(AddressElements.class.getResourceAsStream("r4-address-elements.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" ", 2))
                    .collect(Collectors.toUnmodifiableMap(line -> line[0], line -> Set.of(line[1].split(" ", -1))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
