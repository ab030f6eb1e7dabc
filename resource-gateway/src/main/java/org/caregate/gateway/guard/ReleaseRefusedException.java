package org.caregate.gateway.guard;

import org.caregate.gateway.error.Refusal;

/** A proved part must not leave: it could not be recorded, or the token was revoked meanwhile. */
public final class ReleaseRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public ReleaseRefusedException(Refusal refusal) {
        super(refusal.reason());
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
