package org.caregate.authorization.http;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.protocol.form.FormPair;
import org.jspecify.annotations.Nullable;

/**
 * The one parser of {@code application/x-www-form-urlencoded} (RFC 6749 appendix B): strict UTF-8, no control characters, bounded
 * in every direction, and it never lets one of two equal names win.
 */
public final class FormParser {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int MAX_PARAMETERS = 64;
    private static final int MAX_NAME = 128;
    private static final int MAX_VALUE = 16 * 1024;
    private static final int MAX_QUERY = 32 * 1024;

    private FormParser() {}

    /** Parameters, or why there are none. */
    public sealed interface Result {
        /** Well formed. */
        record Parsed(Parameters parameters) implements Result {}

        /** Refused as a whole. */
        record Malformed(ProtocolError error) implements Result {}
    }

    /** The query of a GET. */
    public static Result query(EndpointRequest request) {
        String query = request.query();
        if (query == null || query.isEmpty()) {
            return new Result.Parsed(Parameters.NONE);
        }
        return query.length() > MAX_QUERY ? malformed("QUERY_TOO_LONG") : parse(query);
    }

    /** The body of a POST; a query beside it is refused, so that nothing is ever read from two places (RFC 6749 §3.2). */
    public static Result body(EndpointRequest request) {
        if (request.query() != null && !request.query().isEmpty()) {
            return malformed("PARAMETERS_IN_QUERY");
        }
        if (request.bodyTooLarge() || request.body().length > EndpointRequest.BODY_LIMIT) {
            return malformed("BODY_TOO_LARGE");
        }
        if (!isForm(request)) {
            return malformed("NOT_A_FORM");
        }
        return parse(new String(request.body(), StandardCharsets.ISO_8859_1));
    }

    private static boolean isForm(EndpointRequest request) {
        if (request.headerCount("content-type") != 1
                || request.header("content-encoding").isPresent()) {
            return false;
        }
        // The media type has no charset parameter: its bytes are UTF-8 whatever a client's library adds (RFC 6749
        // appendix B)
        String type = request.header("content-type").orElse("").split(";", 2)[0];
        return type.strip().toLowerCase(Locale.ROOT).equals(FORM);
    }

    static Result parse(String encoded) {
        Map<String, String> values = new HashMap<>();
        Set<String> repeated = new HashSet<>();
        int count = 0;
        for (FormPair pair : FormPair.in(encoded)) {
            if (pair.isEmpty()) {
                continue;
            }
            if (++count > MAX_PARAMETERS) {
                return malformed("TOO_MANY_PARAMETERS");
            }
            String problem = add(pair, values, repeated);
            if (problem != null) {
                return malformed(problem);
            }
        }
        return new Result.Parsed(new Parameters(values, repeated));
    }

    private static @Nullable String add(FormPair pair, Map<String, String> values, Set<String> repeated) {
        String name = pair.name();
        String value = pair.value();
        if (name == null || value == null) {
            return "ENCODING";
        }
        if (name.isEmpty() || name.length() > MAX_NAME || value.length() > MAX_VALUE) {
            return "PARAMETER_SIZE";
        }
        if (!value.isEmpty() && values.putIfAbsent(name, value) != null) { // without a value it counts as omitted
            repeated.add(name);
        }
        return null;
    }

    private static Result malformed(String reason) {
        return new Result.Malformed(
                ProtocolError.of("invalid_request", "The request could not be read", reason, "RFC 6749 appendix B"));
    }
}
