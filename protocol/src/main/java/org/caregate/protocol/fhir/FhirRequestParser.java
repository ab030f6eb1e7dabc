package org.caregate.protocol.fhir;

import java.util.List;
import java.util.Locale;
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

    private FhirRequestParser() {}

    /** Parses; never throws. */
    public static ParsedRequest parse(FhirHttpRequest http) {
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
        if (isFormSearch(http, segments)) {
            if (!mediaType(http.contentType()).equals("application/x-www-form-urlencoded")) {
                return new MalformedRequest(Reason.UNSUPPORTED_MEDIA_TYPE);
            }
            QueryParser.Result form = QueryParser.parse(http.form());
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
        SearchQuery asked = new SearchQuery(parameters.parameters().stream()
                .filter(p -> !p.key().equals("_format") && !p.key().equals("_pretty"))
                .toList());
        return Routes.route(http, segments, asked);
    }

    private static boolean isFormSearch(FhirHttpRequest http, List<String> segments) {
        return http.method().equals("POST")
                && !segments.isEmpty()
                && segments.getLast().equals("_search");
    }

    /** JSON or nothing: XML has no proof yet, and an unknown format must not pass the guard as unread bytes. */
    private static @Nullable MalformedRequest negotiate(FhirHttpRequest http, SearchQuery query) {
        List<SearchParameter> formats = query.named("_format").toList();
        if (formats.size() > 1) {
            return new MalformedRequest(Reason.REPEATED_PARAMETER);
        }
        if (!formats.isEmpty()) {
            boolean json = List.of("json", "application/json", JSON, "text/json")
                    .contains(mediaType(formats.getFirst().value()));
            return json ? null : new MalformedRequest(Reason.NOT_ACCEPTABLE);
        }
        String accept = http.accept();
        if (accept == null || accept.isBlank()) {
            return null;
        }
        for (String range : accept.split(",", -1)) {
            if (List.of("*/*", "application/*", "application/json", JSON, "text/json")
                    .contains(mediaType(range))) {
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
