package org.caregate.registry.resource;

import java.net.URI;

/**
 * An API that tokens are for, from the configuration.
 *
 * @param identifier its RFC 8707 resource, SMART {@code aud} and FHIR base, without a trailing slash: compared exactly
 */
public record ResourceServer(URI identifier, Kind kind) {
    /** What is spoken there. */
    public enum Kind {
        FHIR_R4,
        REST
    }
}
