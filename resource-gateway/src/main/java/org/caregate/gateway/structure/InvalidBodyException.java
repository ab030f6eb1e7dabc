package org.caregate.gateway.structure;

/** The body is JSON, and not a resource as FHIR R4 defines it. */
public final class InvalidBodyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Defect defect;
    private final String path;

    InvalidBodyException(Defect defect, Place place) {
        super(defect.name(), null, false, false);
        this.defect = defect;
        this.path = place.path();
    }

    public Defect defect() {
        return defect;
    }

    /** The element, as in FHIRPath; made of names that FHIR defines or that look like them, never of values. */
    public String path() {
        return path;
    }
}
