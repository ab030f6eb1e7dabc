package org.caregate.gateway.error;

import org.caregate.policy.decision.DenyReason;

/** What the gateway itself cannot or will not do: limits on requests, the upstream's no, and what is broken. */
public enum Failure implements Refusal {
    // how it was asked
    BAD_MESSAGE(400, "invalid", "The request is not well formed HTTP."),
    BODY_UNREADABLE(400, "structure", "The body is not one well-formed FHIR resource for this address."),
    TOO_MANY_REFERENCES(400, "too-costly", "The resource refers to more stored resources than can be checked."),
    CONDITION_MALFORMED(400, "invalid", "If-Match, If-None-Match or If-Unmodified-Since is not well formed."),
    PAGE_UNKNOWN(400, "invalid", "The page link is not valid, or no longer."),
    RESULT_TOO_LONG_TO_CONTINUE(
            400,
            "too-long",
            "The link to the next page would be longer than allowed. Ask for fewer values at once, or for a larger page."),
    TOO_SLOW(408, "timeout", "The request took too long to arrive."),
    TOO_LARGE(413, "too-long", "The body is larger than allowed."),
    URI_TOO_LONG(414, "too-long", "The address is longer than allowed."),
    HEADERS_TOO_LARGE(431, "too-long", "The header fields are larger than allowed."),

    // what the FHIR server refused, in our words
    UPSTREAM_REFUSED_REQUEST(400, "invalid", "The FHIR server does not accept the request."),
    MISSING(404, DenyReason.OUTSIDE_COMPARTMENT.response().issueCode(), DenyReason.OUTSIDE_COMPARTMENT.publicText()),
    TYPE_NOT_SUPPORTED(404, "not-supported", "The FHIR server does not offer this resource type."),
    CONFLICT(409, "conflict", "The request conflicts with the stored resource."),
    PRECONDITION_FAILED(412, "conflict", "The stored version is another one."),
    CONDITION_ON_CREATE(412, "not-supported", "A create has no stored version that a condition could hold for."),
    RECORD_WOULD_MOVE(422, "business-rule", "An update may not change whose record the resource belongs to."),
    UNPROCESSABLE(422, "processing", "The FHIR server does not accept the resource."),

    // what is broken, or busy
    UPSTREAM_BUSY(429, "throttled", "The FHIR server gets more requests than it can answer now."),
    INTERNAL_ERROR(500, "exception", "Something went wrong here."),
    UPSTREAM_UNUSABLE(502, "exception", "The FHIR server's answer could not be used."),
    UPSTREAM_UNREADABLE(502, "exception", "The FHIR server's answer could not be used."),
    UPSTREAM_UNREACHABLE(502, "transient", "The FHIR server cannot be reached."),
    UPSTREAM_UNAVAILABLE(503, "transient", "The FHIR server is not available now."),
    AUDIT_UNAVAILABLE(503, "transient", "The request cannot be recorded now; nothing was released."),
    DECISION_OUTDATED(503, "transient", "Access cannot be checked now; nothing was released."),
    UPSTREAM_TIMEOUT(504, "timeout", "The FHIR server did not answer in time.");

    private final int status;
    private final String issue;
    private final String text;

    Failure(int status, String issue, String text) {
        this.status = status;
        this.issue = issue;
        this.text = text;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String issue() {
        return issue;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public String bearerError() {
        return "";
    }

    @Override
    public int retryAfterSeconds() {
        return switch (this) {
            case AUDIT_UNAVAILABLE, DECISION_OUTDATED -> 1;
            case UPSTREAM_BUSY, UPSTREAM_UNAVAILABLE -> 5; // it named no time itself
            default -> 0;
        };
    }

    @Override
    public String reason() {
        return name();
    }
}
