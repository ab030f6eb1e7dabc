package org.caregate.protocol.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.caregate.protocol.fhir.MalformedRequest.Reason;
import org.caregate.protocol.form.FormPair;
import org.jspecify.annotations.Nullable;

/** Reads a query string or a search form (both {@code application/x-www-form-urlencoded}) into parameters. */
final class QueryParser {
    static final int MAXIMUM_LENGTH = 8_192;

    /** A page link carries the whole search that it continues, sealed, and where the next page is. */
    static final int MAXIMUM_PAGE_LINK = 12 * 1024;

    private static final String PAGE_LINK = "_page=";
    static final int MAXIMUM_PARAMETERS = 100;
    static final int MAXIMUM_ALTERNATIVES = 200;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern TAIL = Pattern.compile("[A-Za-z0-9_:.-]+");

    private QueryParser() {}

    sealed interface Result {}

    record Read(SearchQuery query) implements Result {}

    record Refused(Reason reason) implements Result {}

    static Result parse(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return new Read(SearchQuery.EMPTY);
        }
        if (raw.length() > (raw.startsWith(PAGE_LINK) ? MAXIMUM_PAGE_LINK : MAXIMUM_LENGTH)) {
            return new Refused(Reason.TOO_LONG);
        }
        List<SearchParameter> parameters = new ArrayList<>();
        for (FormPair pair : FormPair.in(raw)) {
            if (pair.isEmpty()) {
                continue;
            }
            String key = pair.name();
            String value = pair.value();
            SearchParameter parameter = key == null || value == null ? null : parameter(key, value);
            if (parameter == null) {
                return new Refused(Reason.QUERY_SYNTAX);
            }
            parameters.add(parameter);
            if (parameters.size() > MAXIMUM_PARAMETERS
                    || parameter.alternatives().size() > MAXIMUM_ALTERNATIVES) {
                return new Refused(Reason.TOO_MANY_PARAMETERS);
            }
        }
        return new Read(new SearchQuery(parameters));
    }

    /** Cuts the key at the first colon or dot, so that {@code _has:Observation:patient:code} has the name {@code _has}. */
    private static @Nullable SearchParameter parameter(String key, String value) {
        int end = 0;
        while (end < key.length() && key.charAt(end) != ':' && key.charAt(end) != '.') {
            end++;
        }
        String name = key.substring(0, end);
        if (!NAME.matcher(name).matches()) {
            return null;
        }
        String rest = key.substring(end);
        if (rest.isEmpty()) {
            return SearchParameter.of(name, value);
        }
        String modifier = null;
        if (rest.charAt(0) == ':') {
            int dot = name.equals("_has") ? -1 : rest.indexOf('.');
            modifier = rest.substring(1, dot < 0 ? rest.length() : dot);
            rest = dot < 0 ? "" : rest.substring(dot);
            if (!TAIL.matcher(modifier).matches()) {
                return null;
            }
        }
        String chain = rest.isEmpty() ? null : rest.substring(1);
        return chain != null && !TAIL.matcher(chain).matches()
                ? null
                : new SearchParameter(name, modifier, chain, value);
    }
}
