package org.caregate.policy.decision;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caregate.policy.compartment.Coding;
import org.caregate.policy.compartment.CompartmentPaths;
import org.caregate.policy.compartment.Reach;
import org.caregate.policy.compartment.Reach.PatientReach;
import org.caregate.policy.compartment.ReferenceTargets;
import org.caregate.protocol.fhir.SearchParameter;
import org.caregate.protocol.fhir.SearchQuery;
import org.caregate.protocol.fhir.SearchValue;
import org.caregate.protocol.scope.FhirScope.Permission;

/**
 * Adds to a search what keeps it within reach: one compartment parameter and, under category scopes, {@code category}, both AND-ed.
 *
 * <p>It is for speed and for an honest page size; the proof of each resource is the boundary. A request that names someone out of
 * reach is not refused but narrowed to nothing, so that its answer is an empty Bundle, whether or not that patient exists. A
 * parameter that is already within reach is left alone.
 */
final class SearchNarrowing {
    /** One parameter that may lead to anything is not split into more. */
    private static final int MOST_INCLUDES = 16;

    private SearchNarrowing() {}

    static SearchQuery narrow(SearchQuery query, String type, List<Reach> reaches) {
        List<Reach> matching = reaches.stream()
                .filter(reach -> reach.allows(type, Permission.SEARCH) && reach.onlyId() == null)
                .toList();
        return byCategory(byPatient(byIncludedType(query, reaches), type, matching), matching);
    }

    /**
     * An {@code _include} that names no target type asks for everything its parameter may lead to; the types out of reach would be held
     * back anyway, so they are not asked for. (A {@code _revinclude} names the type that it brings.)
     */
    private static SearchQuery byIncludedType(SearchQuery query, List<Reach> reaches) {
        if (query.named("_include").findAny().isEmpty()) {
            return query;
        }
        return new SearchQuery(query.parameters().stream()
                .flatMap(parameter -> parameter.key().equals("_include")
                        ? typedInclude(parameter, reaches).stream()
                        : Stream.of(parameter))
                .toList());
    }

    private static List<SearchParameter> typedInclude(SearchParameter include, List<Reach> reaches) {
        List<String> parts = List.of(include.value().split(":", -1));
        if (parts.size() != 2) {
            return List.of(include);
        }
        Set<String> targets = ReferenceTargets.of(parts.getFirst(), parts.get(1));
        List<String> reachable = targets.stream()
                .filter(target -> isReachable(target, reaches))
                .sorted()
                .toList();
        boolean asItIs = targets.isEmpty() || reachable.size() == targets.size() || reachable.size() > MOST_INCLUDES;
        return asItIs
                ? List.of(include)
                : reachable.stream()
                        .map(target -> SearchParameter.of("_include", include.value() + ":" + target))
                        .toList();
    }

    private static boolean isReachable(String type, List<Reach> reaches) {
        return reaches.stream()
                .filter(reach -> reach.allows(type, Permission.SEARCH) && reach.onlyId() == null)
                .anyMatch(reach -> reach.patients() instanceof PatientReach.Unrestricted
                        || CompartmentPaths.contains(type)
                        || CompartmentPaths.isShared(type));
    }

    private static SearchQuery byPatient(SearchQuery query, String type, List<Reach> reaches) {
        String parameter = CompartmentPaths.narrowingParameter(type).orElse(null);
        Set<String> patients = new TreeSet<>();
        for (Reach reach : reaches) {
            switch (reach.patients()) {
                case PatientReach.Unrestricted() -> {
                    return query;
                }
                case PatientReach.Only(Set<String> allowed) -> patients.addAll(allowed);
            }
        }
        if (parameter == null) {
            return query;
        }
        Function<String, String> written =
                type.equals("Patient") ? Function.identity() : patient -> "Patient/" + patient;
        boolean alreadyWithin = isWithin(
                query,
                parameter,
                value -> patients.contains(value.startsWith("Patient/") ? value.substring(8) : value));
        return alreadyWithin
                ? query
                : query.and(SearchParameter.of(
                        parameter, patients.stream().map(written).collect(Collectors.joining(","))));
    }

    private static SearchQuery byCategory(SearchQuery query, List<Reach> reaches) {
        if (reaches.isEmpty() || reaches.stream().anyMatch(reach -> reach.category() == null)) {
            return query;
        }
        Set<String> categories = reaches.stream()
                .map(Reach::category)
                .filter(Objects::nonNull)
                .map(SearchNarrowing::literal)
                .collect(Collectors.toCollection(TreeSet::new));
        return isWithin(query, "category", categories::contains)
                ? query
                : query.and(SearchParameter.of("category", String.join(",", categories)));
    }

    private static String literal(Coding coding) {
        return SearchValue.escape(coding.system()) + "|" + SearchValue.escape(coding.code());
    }

    private static boolean isWithin(SearchQuery query, String parameter, Predicate<String> allowed) {
        return query.named(parameter)
                .anyMatch(p -> p.isPlain() && p.alternatives().stream().allMatch(allowed));
    }
}
