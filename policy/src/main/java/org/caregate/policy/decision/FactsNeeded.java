package org.caregate.policy.decision;

import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.PersonId;
import org.jspecify.annotations.Nullable;

/**
 * What must be looked up before a request can be decided; everything is null when the request is already refused or open.
 *
 * @param token whose revocation (token, grant, client, person, key) and freshness of the view to look up
 * @param client whose state to look up
 * @param grant whose state and launch context to look up
 * @param person whose state, roles and patients to look up
 */
public record FactsNeeded(
        @Nullable TokenClaims token,
        @Nullable ClientId client,
        @Nullable GrantId grant,
        @Nullable PersonId person) {
    /** Nothing. */
    public static final FactsNeeded NONE = new FactsNeeded(null, null, null, null);
}
