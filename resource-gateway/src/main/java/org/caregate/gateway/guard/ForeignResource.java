package org.caregate.gateway.guard;

import org.caregate.policy.compartment.Release;
import org.jspecify.annotations.Nullable;

/** A resource that the proof did not let pass: what the audit log is told of it. */
public record ForeignResource(String type, @Nullable String id, Release.Reason reason) {}
