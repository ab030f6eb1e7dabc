package org.caregate.gateway.upstream;

import org.caregate.gateway.error.Failure;

/** The FHIR server could not be used; what it said itself is never shown. */
public final class UpstreamException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Failure failure;

    /**
     * Why.
     *
     * @param detail a stable word of ours for the audit log
     */
    public UpstreamException(Failure failure, String detail, Throwable cause) {
        super(detail, cause);
        this.failure = failure;
    }

    /** Without a cause of its own. */
    public UpstreamException(Failure failure, String detail) {
        super(detail);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }

    /** The stable word for the audit log. */
    public String detail() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
