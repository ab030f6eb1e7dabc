package org.caregate.registry.revocation;

import org.caregate.protocol.ClientId;
import org.caregate.protocol.PersonId;
import org.caregate.registry.revocation.Revocation.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Puts issuing and revoking in an order. A revocation can only end what it sees; without an order, a grant that another transaction has
 * not committed yet would survive it.
 *
 * <p>Both verbs join the caller's transaction, hold until it ends, and MUST be its first statement: who takes rows first and then waits
 * here could wait for a transaction that waits for those rows.
 */
public interface IssuanceFence {
    /**
     * Before anything is issued, signed in or answered for them: waits for a revocation that is under way, so that the caller sees what
     * it ended, and makes the next one wait for the caller. Callers of this verb do not wait for each other.
     */
    void issuing(@Nullable ClientId client, @Nullable PersonId person);

    /** Before a revocation: waits for everything that is being issued under that value, so that the revocation sees it. */
    void revoking(Kind kind, String value);
}
