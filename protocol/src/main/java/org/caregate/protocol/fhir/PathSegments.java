package org.caregate.protocol.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.caregate.protocol.fhir.MalformedRequest.Reason;
import org.caregate.protocol.form.PercentDecoding;

/** Splits a raw path into segments, each decoded once, or refuses it: the path means one thing or nothing. */
final class PathSegments {
    /** Names, ids and FHIR's own words need no more than these. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._$*-]+");

    private PathSegments() {}

    sealed interface Result {}

    record Segments(List<String> values) implements Result {}

    record Refused(Reason reason) implements Result {}

    static Result parse(String rawPath) {
        if (rawPath.length() > FhirRequestParser.MAXIMUM_PATH) {
            return new Refused(Reason.TOO_LONG);
        }
        if (rawPath.isEmpty() || rawPath.equals("/")) {
            return new Segments(List.of());
        }
        if (rawPath.charAt(0) != '/') {
            return new Refused(Reason.PATH_SYNTAX);
        }
        List<String> segments = new ArrayList<>();
        for (String raw : rawPath.substring(1).split("/", -1)) {
            String segment = PercentDecoding.decode(raw, false);
            if (segment == null) {
                return new Refused(Reason.PATH_SYNTAX);
            }
            if (segment.indexOf('%') >= 0) {
                return new Refused(Reason.DOUBLE_ENCODED);
            }
            if (segment.isEmpty()
                    || segment.equals(".")
                    || segment.equals("..")
                    || !PLAIN.matcher(segment).matches()) {
                return new Refused(Reason.PATH_SYNTAX);
            }
            segments.add(segment);
        }
        return new Segments(List.copyOf(segments));
    }
}
