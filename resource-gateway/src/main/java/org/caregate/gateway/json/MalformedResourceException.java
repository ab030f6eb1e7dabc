package org.caregate.gateway.json;

/** The text is JSON, and not a FHIR resource. */
public final class MalformedResourceException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedResourceException(String message) {
        super(message);
    }
}
