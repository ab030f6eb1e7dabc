package org.caregate.protocol.fhir;

/**
 * A request that names no FHIR interaction; a value like any other, so that it is decided on and audited like any other.
 *
 * @param reason what is wrong, without a word of the request itself
 */
public record MalformedRequest(Reason reason) implements ParsedRequest {
    /** What is wrong with it. */
    public enum Reason {
        /** Dot segments, empty segments, encoded slashes, {@code ;}, illegal characters or broken escapes in the path. */
        PATH_SYNTAX,
        /** Longer than any path or query we read. */
        TOO_LONG,
        /** Still percent-encoded after one decoding. */
        DOUBLE_ENCODED,
        /** No such path under a FHIR base, or no such resource type in R4. */
        UNKNOWN_PATH,
        /** Not {@code [A-Za-z0-9\-.]{1,64}}. */
        INVALID_ID,
        /** Broken escapes, control characters or ill-formed parameter names in the query. */
        QUERY_SYNTAX,
        /** More parameters or more alternatives than we read. */
        TOO_MANY_PARAMETERS,
        /** A parameter twice that may be there once. */
        REPEATED_PARAMETER,
        /** The path exists, the method does not apply to it. */
        METHOD_NOT_ALLOWED,
        /** An answer in something other than FHIR JSON is asked for. */
        NOT_ACCEPTABLE,
        /** A body in something other than FHIR JSON. */
        UNSUPPORTED_MEDIA_TYPE,
        /** The body of a search is something other than a form. */
        SEARCH_NOT_A_FORM
    }
}
