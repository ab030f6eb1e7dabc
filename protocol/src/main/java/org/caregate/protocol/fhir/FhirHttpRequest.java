package org.caregate.protocol.fhir;

import org.jspecify.annotations.Nullable;

/**
 * The parts of an HTTP request that say which FHIR interaction it is.
 *
 * @param method as received
 * @param rawPath what follows the FHIR base, still percent-encoded: {@code /Patient/p1}, or empty for the base itself
 * @param rawQuery what follows the question mark, still encoded; null when there is none
 * @param contentType the header, or null
 * @param accept the header (several joined by a comma), or null
 * @param ifNoneExist whether the header {@code If-None-Exist} is there, which makes a create conditional
 * @param form the body of a {@code POST [type]/_search}, still encoded; null for any other request
 */
public record FhirHttpRequest(
        String method,
        String rawPath,
        @Nullable String rawQuery,
        @Nullable String contentType,
        @Nullable String accept,
        boolean ifNoneExist,
        @Nullable String form) {

    /** The same by another method: HEAD asks what GET does, and leaves the content out of the answer (RFC 9110 §9.3.2). */
    FhirHttpRequest withMethod(String other) {
        return new FhirHttpRequest(other, rawPath, rawQuery, contentType, accept, ifNoneExist, form);
    }

    /** A request without a body or headers of interest. */
    public static FhirHttpRequest of(String method, String rawPath, @Nullable String rawQuery) {
        return new FhirHttpRequest(method, rawPath, rawQuery, null, null, false, null);
    }
}
