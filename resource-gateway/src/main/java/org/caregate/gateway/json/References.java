package org.caregate.gateway.json;

import java.net.URI;
import java.util.Set;

/**
 * The two names of one FHIR base: the world's and the upstream's. What is absolute under either is ours; what is absolute
 * elsewhere is another server's and stays as it is.
 */
public final class References {
    private final String ours;
    private final String upstream;

    public References(URI ours, URI upstream) {
        this.ours = ours + "/";
        this.upstream = upstream + "/";
    }

    /** Relative to the base when it is absolute under one of its names; else unchanged. */
    public String relative(String reference) {
        if (reference.startsWith(ours)) {
            return reference.substring(ours.length());
        }
        if (reference.startsWith(upstream)) {
            return reference.substring(upstream.length());
        }
        return reference;
    }

    /** Absolute under the world's name when it was so under the upstream's; else unchanged. */
    public String forCaller(String reference) {
        return reference.startsWith(upstream) ? ours + reference.substring(upstream.length()) : reference;
    }

    /** The world's address of something below the base. */
    public String ours(String relative) {
        return ours + relative;
    }

    /** Both names, without a trailing slash. */
    public Set<String> bases() {
        return Set.of(ours.substring(0, ours.length() - 1), upstream.substring(0, upstream.length() - 1));
    }
}
