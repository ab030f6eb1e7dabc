package org.caregate.gateway.guard;

import java.util.Optional;
import org.caregate.gateway.upstream.UpstreamException;

/** Where the resources are that a Provenance is about. */
@FunctionalInterface
public interface Targets {
    /** Nowhere: what depends on others is held back. */
    Targets NONE = reference -> Optional.empty();

    /**
     * The resource at {@code Type/id}, perhaps with a version; empty when there is none that can be read.
     *
     * @throws UpstreamException when the upstream is in trouble, which says nothing of the resource
     */
    Optional<HeldResource> fetch(String reference) throws UpstreamException;
}
