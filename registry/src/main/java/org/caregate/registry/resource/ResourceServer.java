package org.caregate.registry.resource;

import java.net.URI;
import org.caregate.protocol.scope.Scopes;

/**
 * An API that tokens are for, from the configuration.
 *
 * @param identifier its RFC 8707 resource, SMART {@code aud} and FHIR base, without a trailing slash: compared exactly
 */
public record ResourceServer(URI identifier, Kind kind) {
    /** Where the administration API hangs under its issuer. */
    public static final String ADMINISTRATION_PATH = "/admin/v1";

    /** The administration API of that issuer: a resource like any other, with an audience of its own. */
    public static ResourceServer administration(URI issuer) {
        return new ResourceServer(URI.create(issuer + ADMINISTRATION_PATH), Kind.ADMINISTRATION);
    }

    /** Whether tokens with those scopes are for this resource: an API's scopes say nothing at another. */
    public boolean speaks(Scopes scopes) {
        return switch (kind) {
            case FHIR_R4, REST -> scopes.administrative().findAny().isEmpty();
            case ADMINISTRATION -> scopes.clinical().findAny().isEmpty();
        };
    }

    /** What is spoken there. */
    public enum Kind {
        FHIR_R4,
        REST,
        /** This server's own administration API. */
        ADMINISTRATION
    }
}
