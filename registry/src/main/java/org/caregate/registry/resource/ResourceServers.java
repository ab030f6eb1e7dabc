package org.caregate.registry.resource;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The resource servers of this deployment, in the order of the configuration. */
public record ResourceServers(List<ResourceServer> all) {
    public ResourceServers {
        all = List.copyOf(all);
    }

    /** The one that the text names exactly (RFC 8707 §2: an absolute URI without fragment). */
    public Optional<ResourceServer> named(String identifier) {
        return all.stream()
                .filter(server -> server.identifier().toString().equals(identifier))
                .findFirst();
    }

    /** The first FHIR base, under which people's own {@code fhirUser} resources live. */
    public Optional<URI> fhirBase() {
        return all.stream()
                .filter(server -> server.kind() == ResourceServer.Kind.FHIR_R4)
                .map(ResourceServer::identifier)
                .findFirst();
    }
}
