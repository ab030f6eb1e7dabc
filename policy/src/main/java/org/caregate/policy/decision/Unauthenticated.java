package org.caregate.policy.decision;

/** No one we know, and why; anyone may say so. */
public record Unauthenticated(DenyReason reason) implements Caller {
    public Unauthenticated {
        if (reason.response() != DenyReason.Response.INVALID_TOKEN
                && reason.response() != DenyReason.Response.UNAUTHENTICATED
                && reason.response() != DenyReason.Response.INVALID_REQUEST
                && reason.response() != DenyReason.Response.UNAVAILABLE) {
            throw new IllegalArgumentException(reason + " does not speak of authentication");
        }
    }
}
