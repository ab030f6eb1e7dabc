package org.caregate.gateway.error;

/**
 * A failure that the FHIR server expects to be over at some time.
 *
 * @param retryAfterSeconds bounded by its reader
 */
public record Delayed(Failure failure, int retryAfterSeconds) implements Refusal {
    @Override
    public int status() {
        return failure.status();
    }

    @Override
    public String issue() {
        return failure.issue();
    }

    @Override
    public String text() {
        return failure.text();
    }

    @Override
    public String bearerError() {
        return failure.bearerError();
    }

    @Override
    public String reason() {
        return failure.reason();
    }
}
