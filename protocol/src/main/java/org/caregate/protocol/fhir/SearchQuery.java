package org.caregate.protocol.fhir;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parameters of a request in order; a repeated one is AND-ed (FHIR R4, "Search", §3.1.1.4.0.2). */
public record SearchQuery(List<SearchParameter> parameters) {
    /** No parameter. */
    public static final SearchQuery EMPTY = new SearchQuery(List.of());

    public SearchQuery {
        parameters = List.copyOf(parameters);
    }

    /** Those of that name, with or without modifier. */
    public Stream<SearchParameter> named(String name) {
        return parameters.stream().filter(p -> p.name().equals(name));
    }

    /** The same query and one parameter more. */
    public SearchQuery and(SearchParameter parameter) {
        return new SearchQuery(
                Stream.concat(parameters.stream(), Stream.of(parameter)).toList());
    }

    /** Whether there is no parameter. */
    public boolean isEmpty() {
        return parameters.isEmpty();
    }

    /** The query as sent upstream, percent-encoded, without a question mark. */
    public String encoded() {
        return parameters.stream()
                .map(p -> encode(p.key()) + "=" + encode(p.value()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
