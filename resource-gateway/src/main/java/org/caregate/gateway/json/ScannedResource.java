package org.caregate.gateway.json;

import org.caregate.policy.compartment.ResourceFacts;
import org.jspecify.annotations.Nullable;

/**
 * A resource that was understood.
 *
 * @param facts what the proof needs
 * @param version {@code meta.versionId}, or null
 * @param lastUpdated {@code meta.lastUpdated}, or null
 */
public record ScannedResource(
        ResourceFacts facts,
        @Nullable String version,
        @Nullable String lastUpdated) implements Scan {}
