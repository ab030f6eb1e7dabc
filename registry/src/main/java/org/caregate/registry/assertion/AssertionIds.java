package org.caregate.registry.assertion;

import java.time.Instant;
import org.caregate.protocol.ClientId;
import org.caregate.registry.Consumption;

/** Remembers the {@code jti} of client assertions until they expire. Every verb joins the caller's transaction. */
public interface AssertionIds {
    /**
     * Uses the id up: {@link Consumption#CONSUMED} for exactly one of any number of concurrent calls with the same client and
     * {@code jti}, {@link Consumption#ALREADY_CONSUMED} for the others at least until {@code expiresAt}; never {@code UNKNOWN}.
     *
     * @param jti at most 256 characters, compared exactly
     */
    Consumption consume(ClientId client, String jti, Instant expiresAt);
}
