package org.caregate.protocol.fhir;

import java.util.List;

/** The methods by which a path can be used, for {@code Allow} (RFC 9110 §10.2.1): found by the rules that requests are read by. */
public final class OfferedMethods {
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

    private OfferedMethods() {}

    /** Those whose interaction is offered at that path below the FHIR base; none where nothing is. */
    public static List<String> of(String rawPath) {
        return METHODS.stream().filter(method -> isOffered(method, rawPath)).toList();
    }

    private static boolean isOffered(String method, String rawPath) {
        String type = rawPath.endsWith("/_search") ? "application/x-www-form-urlencoded" : "application/fhir+json";
        FhirHttpRequest request = new FhirHttpRequest(method, rawPath, null, type, null, false, null);
        return FhirRequestParser.parse(request) instanceof ResourceRequest found
                && found.interaction().isOffered();
    }
}
