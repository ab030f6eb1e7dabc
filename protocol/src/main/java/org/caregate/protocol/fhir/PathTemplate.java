package org.caregate.protocol.fhir;

import java.util.List;
import org.caregate.protocol.fhir.type.ResourceTypes;
import org.jspecify.annotations.Nullable;

/**
 * A path below the FHIR base as FHIR writes it: {@code [type]/[id]/_history/[vid]}.
 *
 * @param segments words, and placeholders in brackets; {@code [other]} is a second type, or the asterisk of a compartment search
 */
record PathTemplate(List<String> segments) {
    static PathTemplate of(String text) {
        return new PathTemplate(text.isEmpty() ? List.of() : List.of(text.split("/")));
    }

    /** How many of its segments vary: the fewer, the more it says. */
    long placeholders() {
        return segments.stream().filter(PathTemplate::isPlaceholder).count();
    }

    /** Whether the path is of this form, with types that R4 has; its ids are not looked at. */
    boolean matches(List<String> path) {
        if (path.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < path.size(); i++) {
            String segment = path.get(i);
            boolean fits = switch (segments.get(i)) {
                case "[id]", "[vid]" -> true;
                case "[type]" -> ResourceTypes.contains(segment);
                case "[other]" -> segment.equals("*") || ResourceTypes.contains(segment);
                default -> segments.get(i).equals(segment);
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** Whether the path has this form, whatever its types and ids are, as long as they are not FHIR's own words. */
    boolean hasShapeOf(List<String> path) {
        if (path.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < path.size(); i++) {
            String segment = path.get(i);
            boolean word = segment.isEmpty() || segment.startsWith("_") || segment.startsWith("$");
            if (isPlaceholder(segments.get(i)) ? word : !segments.get(i).equals(segment)) {
                return false;
            }
        }
        return true;
    }

    /** The segment that stands for the placeholder; null when there is none. */
    @Nullable
    String value(String placeholder, List<String> path) {
        int at = segments.indexOf(placeholder);
        return at < 0 ? null : path.get(at);
    }

    /** The path for that type, with the placeholders of FHIR left in: {@code Patient/{id}}. */
    String withoutIds(@Nullable String type) {
        StringBuilder path = new StringBuilder();
        for (String segment : segments) {
            if (!path.isEmpty()) {
                path.append('/');
            }
            switch (segment) {
                case "[type]" -> path.append(type);
                case "[id]" -> path.append("{id}");
                case "[vid]" -> path.append("{vid}");
                case "[other]" -> path.append("{type}");
                default -> path.append(segment);
            }
        }
        return path.toString();
    }

    private static boolean isPlaceholder(String segment) {
        return segment.startsWith("[");
    }
}
