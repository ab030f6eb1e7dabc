package org.caregate.gateway.error;

import org.caregate.policy.decision.DenyReason;

/**
 * What the policy refused.
 *
 * @param path the element of the body that it is about, as in FHIRPath; empty when it is about none
 */
public record Denied(DenyReason denial, String path) implements Refusal {
    /** About no element. */
    public Denied(DenyReason denial) {
        this(denial, "");
    }

    @Override
    public int status() {
        return denial.response().status();
    }

    @Override
    public String issue() {
        return denial.response().issueCode();
    }

    @Override
    public String text() {
        return denial.publicText();
    }

    @Override
    public String bearerError() {
        return denial.response().error();
    }

    @Override
    public int retryAfterSeconds() {
        return status() == 503 ? 1 : 0; // our own view of things is soon fresh again
    }

    @Override
    public String reason() {
        return denial.name();
    }
}
