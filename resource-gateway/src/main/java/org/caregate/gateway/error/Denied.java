package org.caregate.gateway.error;

import org.caregate.policy.decision.DenyReason;

/** What the policy refused. */
public record Denied(DenyReason denial) implements Refusal {
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
