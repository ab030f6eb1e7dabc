package org.caregate.registry.assertion;

import java.time.Instant;
import org.caregate.protocol.ClientId;
import org.caregate.registry.transaction.Consumption;

/** Remembers the {@code jti} of client assertions until they expire. */
public interface AssertionIds {
    /**
     * Uses the id up in the caller's transaction: {@link Consumption#CONSUMED} for exactly one of any number of concurrent calls with the same client and
     * {@code jti}, {@link Consumption#ALREADY_CONSUMED} for the others at least until {@code expiresAt}; never {@code UNKNOWN}.
     *
     * @param jti at most 256 characters, compared exactly
     */
    Consumption consume(ClientId client, String jti, Instant expiresAt);

    /**
     * The same outside any transaction: committed before it returns, together with the ids of other callers. Anyone who fails afterwards has used
     * the id up for nothing, which is allowed of single-use things.
     */
    Consumption consumeAlone(ClientId client, String jti, Instant expiresAt);
}
