package org.caregate.protocol.fhir.type;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The resource types of FHIR R4 (4.0.1); the list is written by {@code fhir-definitions}. */
public final class ResourceTypes {
    private static final Set<String> ALL = load();

    private ResourceTypes() {}

    /** Every concrete resource type. */
    public static Set<String> all() {
        return ALL;
    }

    /** Whether R4 defines a resource type of exactly that name. */
    public static boolean contains(String name) {
        return ALL.contains(name);
    }

    private static Set<String> load() {
        try (InputStream in =
                Objects.requireNonNull(ResourceTypes.class.getResourceAsStream("r4-resource-types.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
