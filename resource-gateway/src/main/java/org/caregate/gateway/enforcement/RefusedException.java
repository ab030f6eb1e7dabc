package org.caregate.gateway.enforcement;

import org.caregate.gateway.error.Refusal;

/** Ends an exchange with a refusal from deep within a step. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;
    private final String reason;
    private final boolean failure;

    /** Told and recorded with the same word. */
    public RefusedException(Refusal refusal) {
        this(refusal, refusal.reason());
    }

    /** Told with less than is recorded. */
    public RefusedException(Refusal refusal, String auditReason) {
        this(refusal, auditReason, refusal.status() >= 500);
    }

    /**
     * Told with less than is recorded.
     *
     * @param failure whether something is broken, though the caller is not told so
     */
    public RefusedException(Refusal refusal, String auditReason, boolean failure) {
        super(auditReason, null, false, false);
        this.refusal = refusal;
        this.reason = auditReason;
        this.failure = failure;
    }

    public Refusal refusal() {
        return refusal;
    }

    /** Whether something is broken, rather than not allowed. */
    public boolean isFailure() {
        return failure;
    }

    /** The word in the audit log. */
    public String reason() {
        return reason;
    }
}
