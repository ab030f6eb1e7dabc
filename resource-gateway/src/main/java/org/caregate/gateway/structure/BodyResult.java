package org.caregate.gateway.structure;

/** What reading the body of a write found. */
public sealed interface BodyResult permits WrittenBody, BodyResult.Malformed, BodyResult.Invalid {
    /** It is not one JSON object within the bounds. */
    record Malformed() implements BodyResult {}

    /**
     * It is JSON, and not a resource as FHIR R4 defines it.
     *
     * @param path the element, as in FHIRPath; made of names that FHIR defines or that look like them, never of values
     */
    record Invalid(Defect defect, String path) implements BodyResult {}
}
