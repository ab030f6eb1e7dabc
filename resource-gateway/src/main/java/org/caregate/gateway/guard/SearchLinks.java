package org.caregate.gateway.guard;

import org.caregate.gateway.upstream.UpstreamException;

/** The links of a search result, as the caller sees them. */
public interface SearchLinks {
    /** The search as it was asked. */
    String self();

    /**
     * The caller's link to the next page.
     *
     * @throws UpstreamException when the upstream's link cannot be followed: without it the result would look complete
     */
    String next(String upstreamAddress) throws UpstreamException;
}
