package org.caregate.demo.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a search asks for, or why it is refused. Nothing is ignored: an unknown parameter is refused even under
 * {@code Prefer: handling=lenient}, because an ignored filter would answer with more than was asked for.
 */
public sealed interface SearchRequest {

    /** A search that this server understands completely. */
    record Understood(
            String type, List<Criterion> criteria, Comparator<StoredResource> order, List<Inclusion> inclusions)
            implements SearchRequest {

        /** Whether the resource answers every criterion. */
        public boolean matches(StoredResource resource) {
            return criteria.stream().allMatch(criterion -> criterion.matches(resource));
        }
    }

    /** A search that is refused with 400. */
    record Refused(String reason) implements SearchRequest {}

    /** Result parameters that HAPI itself carries out. */
    Set<String> FOR_HAPI = Set.of("_count", "_format", "_pretty", "_summary", "_elements", "_total");

    /** Reads the parameters of query string and form body together. */
    static SearchRequest parse(SearchTable table, Set<String> servedTypes, String type, Map<String, String[]> query) {
        List<Criterion> criteria = new ArrayList<>();
        List<Inclusion> inclusions = new ArrayList<>();
        Comparator<StoredResource> order = Comparator.comparing(StoredResource::id);
        for (Map.Entry<String, String[]> entry : query.entrySet()) {
            String key = entry.getKey();
            for (String value : entry.getValue()) {
                switch (key) {
                    case "_include", "_revinclude" -> {
                        Optional<Inclusion> inclusion =
                                Inclusion.parse(table, servedTypes, type, value, key.equals("_revinclude"));
                        if (inclusion.isEmpty()) {
                            return new Refused("Unsupported value of " + key);
                        }
                        inclusions.add(inclusion.get());
                    }
                    case "_sort" -> {
                        Optional<Comparator<StoredResource>> sort = SortOrder.parse(table, type, value);
                        if (sort.isEmpty() || entry.getValue().length > 1) {
                            return new Refused("Unsupported value of _sort");
                        }
                        order = sort.get();
                    }
                    case "_count" -> {
                        if (!value.matches("[0-9]{1,6}") || entry.getValue().length > 1) {
                            return new Refused("_count must be one whole number");
                        }
                    }
                    default -> {
                        if (FOR_HAPI.contains(key)) {
                            continue;
                        }
                        int colon = key.indexOf(':');
                        Optional<SearchParameter> parameter =
                                table.find(type, colon < 0 ? key : key.substring(0, colon));
                        if (parameter.isEmpty()) {
                            return new Refused("Unknown search parameter for " + type + ": " + key);
                        }
                        Optional<Criterion> criterion =
                                Criterion.parse(parameter.get(), colon < 0 ? null : key.substring(colon + 1), value);
                        if (criterion.isEmpty()) {
                            return new Refused("Unsupported modifier or value of " + key);
                        }
                        criteria.add(criterion.get());
                    }
                }
            }
        }
        return new Understood(type, List.copyOf(criteria), order, List.copyOf(inclusions));
    }
}
