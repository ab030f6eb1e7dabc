package org.caregate.gateway.enforcement;

import org.caregate.gateway.error.Refusal;

/** Ends an exchange with a refusal from deep within a step. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;
    private final String reason;

    /** Told and recorded with the same word. */
    public RefusedException(Refusal refusal) {
        this(refusal, refusal.reason());
    }

    /** Told with less than is recorded. */
    public RefusedException(Refusal refusal, String auditReason) {
        super(auditReason, null, false, false);
        this.refusal = refusal;
        this.reason = auditReason;
    }

    public Refusal refusal() {
        return refusal;
    }

    /** The word in the audit log. */
    public String reason() {
        return reason;
    }
}
