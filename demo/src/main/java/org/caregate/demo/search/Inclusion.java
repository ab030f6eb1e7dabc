package org.caregate.demo.search;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One {@code _include} or {@code _revinclude}: {@code Type:parameter}, {@code Type:parameter:Target} or {@code Type:*}
 * (<a href="https://hl7.org/fhir/R4/search.html#include">FHIR R4 search, 3.1.1.5.4</a>).
 */
public record Inclusion(String source, List<SearchParameter> references, String target, boolean reverse) {

    /** Any type may be included. */
    static final String ANY = "";

    static Optional<Inclusion> parse(
            SearchTable table, Set<String> servedTypes, String searched, String value, boolean reverse) {
        String[] parts = value.split(":", -1);
        if (parts.length < 2
                || parts.length > 3
                || !servedTypes.contains(parts[0])
                || (!reverse && !parts[0].equals(searched))) {
            return Optional.empty();
        }
        List<SearchParameter> references = table.of(parts[0]).stream()
                .filter(parameter -> parameter.kind() == SearchParameter.Kind.REFERENCE)
                .filter(parameter -> parts[1].equals("*") || parameter.name().equals(parts[1]))
                .toList();
        String target = parts.length == 3 ? parts[2] : ANY;
        if (references.isEmpty() || (!target.equals(ANY) && !servedTypes.contains(target))) {
            return Optional.empty();
        }
        return Optional.of(new Inclusion(parts[0], references, target, reverse));
    }

    /** The {@code Type/id} references that the resource holds under these parameters. */
    public Collection<String> referencesOf(StoredResource resource) {
        return references.stream()
                .flatMap(parameter -> parameter.in(resource).stream())
                .flatMap(value ->
                        value instanceof IndexValue.Reference(String reference) ? Stream.of(reference) : Stream.empty())
                .filter(reference -> target.equals(ANY) || reference.startsWith(target + "/"))
                .toList();
    }
}
