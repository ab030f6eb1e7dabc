package org.caregate.gateway.structure;

/** Ends the descent into a body at its first defect; {@link BodyReader} makes a value of it. */
final class InvalidBodyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Defect defect;
    private final String path;

    InvalidBodyException(Defect defect, Place place) {
        super(defect.name(), null, false, false);
        this.defect = defect;
        this.path = place.path();
    }

    Defect defect() {
        return defect;
    }

    String path() {
        return path;
    }
}
