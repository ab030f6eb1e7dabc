package org.caregate.protocol.fhir;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caregate.protocol.fhir.MalformedRequest.Reason;
import org.caregate.protocol.fhir.type.ResourceTypes;
import org.jspecify.annotations.Nullable;

/** Finds the row of {@link FhirInteraction} that a request is (FHIR R4, "RESTful API", §3.1.0.1.9). */
final class Routes {
    /** Paths with a word in them come before those whose placeholders the word would fit. */
    private static final List<Methods> BY_PATH = byPath();

    private Routes() {}

    /** The interactions of one path, by method. */
    private record Methods(PathTemplate path, Map<String, FhirInteraction> interactions) {}

    private static List<Methods> byPath() {
        Map<PathTemplate, Map<String, FhirInteraction>> found = new LinkedHashMap<>();
        for (FhirInteraction interaction : FhirInteraction.values()) {
            for (FhirInteraction.Route route : interaction.routes()) {
                FhirInteraction other = found.computeIfAbsent(route.path(), path -> new HashMap<>())
                        .put(route.method(), interaction);
                if (other != null) {
                    throw new IllegalStateException(interaction + " and " + other + " have one route");
                }
            }
        }
        List<Methods> paths = new ArrayList<>();
        found.forEach((path, interactions) -> paths.add(new Methods(path, interactions)));
        paths.sort(Comparator.comparingLong(methods -> methods.path().placeholders()));
        return List.copyOf(paths);
    }

    static Optional<FhirInteraction> ofShape(String method, List<String> path) {
        for (Methods methods : BY_PATH) {
            if (methods.path().hasShapeOf(path)) {
                return Optional.ofNullable(methods.interactions().get(method));
            }
        }
        return Optional.empty();
    }

    static ParsedRequest route(FhirHttpRequest http, List<String> path, SearchQuery query) {
        if (path.stream().anyMatch(segment -> segment.startsWith("$"))) {
            return operation(http.method(), path, query);
        }
        for (Methods methods : BY_PATH) {
            if (methods.path().matches(path)) {
                return found(http, methods, path, query);
            }
        }
        return refused(Reason.UNKNOWN_PATH);
    }

    private static ParsedRequest found(FhirHttpRequest http, Methods methods, List<String> path, SearchQuery query) {
        String id = methods.path().value("[id]", path);
        String version = methods.path().value("[vid]", path);
        if (!isIdOrAbsent(id) || !isIdOrAbsent(version)) {
            return refused(Reason.INVALID_ID);
        }
        FhirInteraction interaction = methods.interactions().get(http.method());
        if (interaction == null) {
            return refused(Reason.METHOD_NOT_ALLOWED);
        }
        if (interaction == FhirInteraction.CREATE && http.ifNoneExist()) {
            interaction = FhirInteraction.CONDITIONAL_CREATE;
        }
        if (interaction.hasResourceBody() && !FhirRequestParser.isFhirJson(http.contentType())) {
            return refused(Reason.UNSUPPORTED_MEDIA_TYPE);
        }
        return new ResourceRequest(interaction, methods.path().value("[type]", path), id, version, query);
    }

    private static ParsedRequest operation(String method, List<String> path, SearchQuery query) {
        if (!method.equals("GET") && !method.equals("POST")) {
            return refused(Reason.METHOD_NOT_ALLOWED);
        }
        boolean last = path.getLast().startsWith("$")
                && path.stream().filter(segment -> segment.startsWith("$")).count() == 1;
        String type = path.size() > 1 ? path.getFirst() : null;
        if (!last || (type != null && !ResourceTypes.contains(type))) {
            return refused(Reason.UNKNOWN_PATH);
        }
        FhirInteraction interaction =
                path.getLast().equals("$graphql") ? FhirInteraction.GRAPHQL : FhirInteraction.OPERATION;
        return new ResourceRequest(interaction, type, null, null, query);
    }

    private static boolean isIdOrAbsent(@Nullable String segment) {
        return segment == null || FhirIds.isId(segment);
    }

    private static MalformedRequest refused(Reason reason) {
        return new MalformedRequest(reason);
    }
}
