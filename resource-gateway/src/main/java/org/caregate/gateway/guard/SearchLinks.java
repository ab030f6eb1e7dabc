package org.caregate.gateway.guard;

import org.jspecify.annotations.Nullable;

/** The links of a search result, as the caller sees them. */
public interface SearchLinks {
    /** The search as it was asked. */
    String self();

    /** The caller's link to the next page; null when the upstream's is not one of its own addresses. */
    @Nullable
    String next(String upstreamAddress);
}
