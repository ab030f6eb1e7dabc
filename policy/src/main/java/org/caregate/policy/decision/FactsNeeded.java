package org.caregate.policy.decision;

import org.jspecify.annotations.Nullable;

/**
 * What must be looked up before a request can be decided.
 *
 * @param caller whose token's revocation, client, grant and person to look up; null when the request is already refused, or open
 */
public record FactsNeeded(@Nullable Authenticated caller) {
    /** Nothing. */
    public static final FactsNeeded NONE = new FactsNeeded(null);
}
