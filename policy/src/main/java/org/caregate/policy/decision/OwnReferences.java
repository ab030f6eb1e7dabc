package org.caregate.policy.decision;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caregate.policy.compartment.SearchParameters;
import org.caregate.protocol.fhir.SearchParameter;
import org.caregate.protocol.fhir.SearchQuery;
import org.caregate.protocol.fhir.type.ResourceTypes;
import org.jspecify.annotations.Nullable;

/**
 * Makes the reference that a search names by its absolute address the relative one it is (FHIR R4, "Search", §3.1.1.4.13: both
 * mean the same resource). The FHIR server has another name for its base and would find nothing.
 */
final class OwnReferences {
    private static final Pattern LITERAL = Pattern.compile("([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})(?:/_history/.*)?");

    private OwnReferences() {}

    /**
     * The query with references below the base relative.
     *
     * @param base without a trailing slash
     */
    static SearchQuery relative(SearchQuery query, String type, String base) {
        return new SearchQuery(query.parameters().stream()
                .map(parameter -> isReference(type, parameter) ? relative(parameter, base + "/") : parameter)
                .toList());
    }

    private static boolean isReference(String type, SearchParameter parameter) {
        String modifier = parameter.modifier();
        return parameter.chain() == null
                && (modifier == null || ResourceTypes.contains(modifier))
                && SearchParameters.typeOf(type, parameter.name()).equals(Optional.of("reference"));
    }

    private static SearchParameter relative(SearchParameter parameter, String base) {
        String value = parameter.alternatives().stream()
                .flatMap(alternative -> relative(alternative, base, parameter.modifier()))
                .collect(Collectors.joining(","));
        return new SearchParameter(parameter.name(), parameter.modifier(), null, value);
    }

    private static Stream<String> relative(String reference, String base, @Nullable String modifier) {
        String relative = reference.startsWith(base) ? reference.substring(base.length()) : reference;
        Matcher literal = LITERAL.matcher(relative);
        if (!literal.matches()) {
            return Stream.of(reference);
        }
        String type = literal.group(1);
        if (type.equals(modifier)) {
            return Stream.of(literal.group(2)); // under a type as modifier the value is an id
        }
        // a definition may be referred to by its canonical address, which is stored as it was written
        boolean canonical = !relative.equals(reference)
                && SearchParameters.typeOf(type, "url").isPresent();
        return canonical ? Stream.of(relative, reference) : Stream.of(relative);
    }
}
