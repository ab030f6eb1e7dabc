package org.caregate.gateway.enforcement;

import java.util.Set;
import org.caregate.gateway.error.Refusal;

/** Ends an exchange with a refusal from deep within a step. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;
    private final String reason;
    private final boolean failure;
    private final transient Set<String> patients;

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
        this(refusal, auditReason, failure, Set.of());
    }

    /**
     * Told with less than is recorded.
     *
     * @param patients whom it turned out to be about, beyond those of the attempt
     */
    public RefusedException(Refusal refusal, String auditReason, boolean failure, Set<String> patients) {
        super(auditReason, null, false, false);
        this.patients = Set.copyOf(patients);
        this.refusal = refusal;
        this.reason = auditReason;
        this.failure = failure;
    }

    public Refusal refusal() {
        return refusal;
    }

    /** Whom it turned out to be about, for the audit log. */
    public Set<String> patients() {
        return patients;
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
