package org.caregate.policy.decision;

/** Why a request is refused: the stable word for audit and metrics, how it is answered, and what the peer may read. */
public enum DenyReason {
    // Who asks (RFC 6750 §3)
    NO_CREDENTIALS(Response.UNAUTHENTICATED, "An access token is required."),
    CREDENTIALS_REPEATED(Response.INVALID_REQUEST, "Send one access token, in the Authorization header."),
    TOKEN_MALFORMED(Response.INVALID_TOKEN),
    TOKEN_WRONG_TYPE(Response.INVALID_TOKEN),
    TOKEN_ALGORITHM(Response.INVALID_TOKEN),
    TOKEN_UNKNOWN_KEY(Response.INVALID_TOKEN),
    TOKEN_SIGNATURE(Response.INVALID_TOKEN),
    TOKEN_WRONG_ISSUER(Response.INVALID_TOKEN),
    TOKEN_WRONG_AUDIENCE(Response.INVALID_TOKEN),
    TOKEN_EXPIRED(Response.INVALID_TOKEN),
    TOKEN_NOT_YET_VALID(Response.INVALID_TOKEN),
    TOKEN_CLAIMS(Response.INVALID_TOKEN),
    TOKEN_REVOKED(Response.INVALID_TOKEN),
    CLIENT_DISABLED(Response.INVALID_TOKEN),
    GRANT_NOT_LIVE(Response.INVALID_TOKEN),
    PERSON_DISABLED(Response.INVALID_TOKEN),

    // What is asked
    MALFORMED_PATH(Response.BAD_REQUEST, "The path is not well formed."),
    MALFORMED_QUERY(Response.BAD_REQUEST, "The query is not well formed."),
    MALFORMED_ID(Response.BAD_REQUEST, "The id is not a FHIR id."),
    MALFORMED_BODY(Response.BAD_REQUEST, "The body is not one well-formed FHIR resource for this address."),
    REQUEST_TOO_LONG(Response.BAD_REQUEST, "The request is longer than this server reads."),
    PARAMETER_REPEATED(Response.BAD_REQUEST, "A parameter is there more than once."),
    PARAMETER_UNKNOWN(Response.BAD_REQUEST, "A search parameter is not known here."),
    UNKNOWN_PATH(Response.NOT_FOUND),
    METHOD_NOT_ALLOWED(Response.METHOD_NOT_ALLOWED),
    INTERACTION_NOT_OFFERED(Response.METHOD_NOT_ALLOWED),
    GRAPHQL_NOT_OFFERED(Response.NOT_FOUND),
    NOT_ACCEPTABLE(Response.NOT_ACCEPTABLE),
    UNSUPPORTED_MEDIA_TYPE(Response.UNSUPPORTED_MEDIA_TYPE),
    SEARCH_NOT_A_FORM(
            Response.UNSUPPORTED_MEDIA_TYPE, "The body of a search is sent as application/x-www-form-urlencoded."),

    // What token and request together do not allow
    TYPE_NOT_IN_SCOPE(Response.INSUFFICIENT_SCOPE),
    INTERACTION_NOT_IN_SCOPE(Response.INSUFFICIENT_SCOPE),
    ROLE_DOES_NOT_ALLOW(Response.FORBIDDEN),
    NO_PATIENT_IN_CONTEXT(Response.INSUFFICIENT_SCOPE),
    INCLUDE_NOT_IN_SCOPE(Response.INSUFFICIENT_SCOPE),
    PARAMETER_NOT_PROVABLE(Response.FORBIDDEN, "A search parameter is not offered to this token."),
    SHARED_TYPE_NOT_WRITABLE(Response.FORBIDDEN, "This token may not write resources of this type."),

    // What stored data does not allow: all the same 404
    OUTSIDE_COMPARTMENT(Response.NOT_FOUND),
    OUTSIDE_CATEGORY(Response.NOT_FOUND),
    UPDATE_AS_CREATE(Response.NOT_FOUND),
    NOT_PROVABLE(Response.NOT_FOUND),
    REFERENCE_OUTSIDE_REACH(Response.FORBIDDEN, "The resource refers to what this token does not reach."),
    BODY_OUTSIDE_REACH(Response.FORBIDDEN, "The resource is outside of what this token may write."),

    // What we cannot know now
    REVOCATION_VIEW_STALE(Response.UNAVAILABLE),
    FACT_MISSING(Response.UNAVAILABLE),
    NO_RULE_APPLIED(Response.FORBIDDEN, "This request is not allowed.");

    private final Response response;
    private final String publicText;

    DenyReason(Response response) {
        this(response, response.text);
    }

    DenyReason(Response response, String publicText) {
        this.response = response;
        this.publicText = publicText;
    }

    /** How it is answered. */
    public Response response() {
        return response;
    }

    /** Fixed text for the peer: no PHI, no hint of what exists. */
    public String publicText() {
        return publicText;
    }

    /** The classes of answers; all reasons of one class look alike from outside, up to their public text. */
    public enum Response {
        /** 401 without an error code: RFC 6750 §3.1. */
        UNAUTHENTICATED(401, "", "login", "An access token is required."),
        /** 400 {@code invalid_request}: RFC 6750 §3.1. */
        INVALID_REQUEST(400, "invalid_request", "invalid", "The request is not well formed."),
        /** 401 {@code invalid_token}: RFC 6750 §3.1. */
        INVALID_TOKEN(401, "invalid_token", "login", "The access token is not valid."),
        /** 403 {@code insufficient_scope}: RFC 6750 §3.1. */
        INSUFFICIENT_SCOPE(403, "insufficient_scope", "forbidden", "The access token does not allow this."),
        /** 403 that no other scope would cure. */
        FORBIDDEN(403, "", "forbidden", "This request is not allowed."),
        /** 404, the same for what does not exist and for what is out of reach. */
        NOT_FOUND(404, "", "not-found", "Not found."),
        /** 400 for what no token would cure. */
        BAD_REQUEST(400, "", "invalid", "The request is not well formed."),
        METHOD_NOT_ALLOWED(405, "", "not-supported", "This interaction is not offered."),
        NOT_ACCEPTABLE(406, "", "not-supported", "Only FHIR JSON is offered."),
        UNSUPPORTED_MEDIA_TYPE(415, "", "not-supported", "Only FHIR JSON is accepted."),
        /** 503: we refuse rather than guess. */
        UNAVAILABLE(503, "", "transient", "Try again later.");

        private final int status;
        private final String error;
        private final String issueCode;
        private final String text;

        Response(int status, String error, String issueCode, String text) {
            this.status = status;
            this.error = error;
            this.issueCode = issueCode;
            this.text = text;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }

        /** The {@code error} of the Bearer challenge, or empty when the challenge carries none. */
        public String error() {
            return error;
        }

        /** The code of the OperationOutcome's issue (FHIR R4 value set issue-type). */
        public String issueCode() {
            return issueCode;
        }
    }
}
