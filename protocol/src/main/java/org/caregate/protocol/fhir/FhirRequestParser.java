package org.caregate.protocol.fhir;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.caregate.protocol.fhir.MalformedRequest.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Reads which FHIR interaction an HTTP request is (FHIR R4, "RESTful API", §3.1.0); everything doubtful is malformed.
 *
 * <p>The path is decoded once and must then hold nothing but names, ids and the few words FHIR defines.
 */
public final class FhirRequestParser {
    /** The longest path read. */
    public static final int MAXIMUM_PATH = 512;

    private static final String JSON = "application/fhir+json";
    private static final String FORM = "application/x-www-form-urlencoded";

    /** What FHIR JSON is called in {@code _format} and {@code Accept}; the last is DSTU2's, which R4 lets servers accept (§3.1.0.1.10). */
    private static final Set<String> JSON_NAMES =
            Set.of("application/json", JSON, "text/json", "application/json+fhir");

    /**
     * Parameters that ask nothing of the data: the format that was negotiated, the defaults said aloud (FHIR R4, "Search",
     * §3.1.1.5), and jQuery's cache-buster, whose name no FHIR parameter can have.
     */
    private static final Set<String> ASKING_NOTHING = Set.of("_format", "_pretty", "_");

    private static final Map<String, String> DEFAULTS =
            Map.of("_summary", "false", "_total", "none", "_contained", "false");

    private FhirRequestParser() {}

    /** Parses; never throws. */
    public static ParsedRequest parse(FhirHttpRequest request) {
        FhirHttpRequest http = request.method().equals("HEAD") ? request.withMethod("GET") : request;
        return switch (PathSegments.parse(http.rawPath())) {
            case PathSegments.Refused(Reason reason) -> new MalformedRequest(reason);
            case PathSegments.Segments(List<String> segments) -> withQuery(http, segments);
        };
    }

    private static ParsedRequest withQuery(FhirHttpRequest http, List<String> segments) {
        QueryParser.Result query = QueryParser.parse(http.rawQuery());
        if (query instanceof QueryParser.Refused(Reason reason)) {
            return new MalformedRequest(reason);
        }
        SearchQuery parameters = ((QueryParser.Read) query).query();
        String body = http.form();
        if (isFormSearch(http.method(), segments) && body != null && !body.isEmpty()) {
            if (!mediaType(http.contentType()).equals(FORM)) {
                return new MalformedRequest(Reason.SEARCH_NOT_A_FORM);
            }
            QueryParser.Result form = QueryParser.parse(body);
            if (form instanceof QueryParser.Refused(Reason reason)) {
                return new MalformedRequest(reason);
            }
            for (SearchParameter parameter : ((QueryParser.Read) form).query().parameters()) {
                parameters = parameters.and(parameter);
            }
        }
        MalformedRequest unacceptable = negotiate(http, parameters);
        if (unacceptable != null) {
            return unacceptable;
        }
        SearchQuery asked = new SearchQuery(
                parameters.parameters().stream().filter(p -> !asksNothing(p)).toList());
        return Routes.route(http, segments, asked);
    }

    /** Whether the body of such a request is a search form, to be handed over with it. */
    public static boolean readsForm(String method, String rawPath) {
        return method.equals("POST") // most requests are not, and their path is read once, by parse
                && PathSegments.parse(rawPath) instanceof PathSegments.Segments(List<String> segments)
                && isFormSearch(method, segments);
    }

    private static boolean isFormSearch(String method, List<String> segments) {
        return method.equals("POST")
                && !segments.isEmpty()
                && segments.getLast().equals("_search");
    }

    private static boolean asksNothing(SearchParameter parameter) {
        return parameter.isPlain()
                && (ASKING_NOTHING.contains(parameter.name())
                        || parameter.value().equals(DEFAULTS.get(parameter.name())));
    }

    /** JSON or nothing: XML has no proof yet, and an unknown format must not pass the guard as unread bytes. */
    private static @Nullable MalformedRequest negotiate(FhirHttpRequest http, SearchQuery query) {
        List<SearchParameter> formats = query.named("_format").toList();
        if (formats.size() > 1) {
            return new MalformedRequest(Reason.REPEATED_PARAMETER);
        }
        if (!formats.isEmpty()) {
            // a plus that was not encoded has become a space
            String format = mediaType(formats.getFirst().value()).replace(' ', '+');
            boolean json = format.equals("json") || JSON_NAMES.contains(format);
            return json ? null : new MalformedRequest(Reason.NOT_ACCEPTABLE);
        }
        String accept = http.accept();
        if (accept == null || accept.isBlank()) {
            return null;
        }
        for (String range : accept.split(",", -1)) {
            String media = mediaType(range);
            if (media.equals("*/*") || media.equals("application/*") || JSON_NAMES.contains(media)) {
                return null;
            }
        }
        return new MalformedRequest(Reason.NOT_ACCEPTABLE);
    }

    static boolean isFhirJson(@Nullable String contentType) {
        return List.of(JSON, "application/json").contains(mediaType(contentType));
    }

    private static String mediaType(@Nullable String header) {
        if (header == null) {
            return "";
        }
        int semicolon = header.indexOf(';');
        return (semicolon < 0 ? header : header.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }
}
