package org.caregate.gateway.guard;

import org.caregate.policy.compartment.Release;
import org.jspecify.annotations.Nullable;

/**
 * A resource that the proof did not let pass: what the audit log records of it.
 *
 * @param type null when it says none that R4 knows
 * @param id null when it says none that FHIR could have
 */
public record ForeignResource(
        @Nullable String type, @Nullable String id, Release.Reason reason) {
    /** {@code Type/id}, as far as it is known. */
    public String reference() {
        return (type == null ? "?" : type) + "/" + (id == null ? "?" : id);
    }
}
