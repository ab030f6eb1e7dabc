package org.caregate.registry.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caregate.protocol.StrictUri;
import org.jspecify.annotations.Nullable;

/** The members of a client's metadata by their JSON type. A member of another type is a problem and reads as absent. */
final class MetadataMembers {
    private final Map<String, Object> json;
    private final List<String> problems;

    /** Adds what it finds to the given problems, so that they stay in the order of reading. */
    MetadataMembers(Map<String, Object> json, List<String> problems) {
        this.json = json;
        this.problems = problems;
    }

    @Nullable
    URI uri(String name, String text) {
        try {
            return StrictUri.parse(text);
        } catch (URISyntaxException e) {
            problems.add(name + ": not a URI");
            return null;
        }
    }

    Optional<String> text(String name) {
        Object value = json.get(name);
        if (value != null && !(value instanceof String)) {
            problems.add(name + " is a text");
        }
        return value instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }

    List<String> texts(String name) {
        Object value = json.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
            problems.add(name + " is a list of texts");
            return List.of();
        }
        return list.stream().map(String.class::cast).toList();
    }
}
