package org.caregate.protocol.launch;

import org.jspecify.annotations.Nullable;

/**
 * What an app was opened for (SMART App Launch 2.2, "Launch context").
 *
 * @param patient the logical id of the FHIR Patient in context, without "Patient/"; null when there is none
 */
public record LaunchContext(@Nullable String patient) {
    /** No context: backend services, or no launch scope. */
    public static final LaunchContext NONE = new LaunchContext(null);
}
