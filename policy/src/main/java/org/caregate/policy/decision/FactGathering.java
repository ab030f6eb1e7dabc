package org.caregate.policy.decision;

import java.time.Instant;
import org.caregate.policy.decision.Facts.ClientFact;
import org.caregate.policy.decision.Facts.GrantFact;
import org.caregate.policy.decision.Facts.PersonFact;
import org.caregate.policy.decision.Facts.RevocationFact;
import org.jspecify.annotations.Nullable;

/**
 * The only source of {@link Facts}: a class that looks facts up extends this one, and so can be found by its supertype. Production
 * code has one subclass, in the module of access tokens.
 */
public abstract class FactGathering {
    protected FactGathering() {}

    /** What was looked up; null for what was not, or could not be. */
    protected final Facts facts(
            Instant now,
            @Nullable RevocationFact revocation,
            @Nullable ClientFact client,
            @Nullable GrantFact grant,
            @Nullable PersonFact person) {
        return new Facts(now, revocation, client, grant, person);
    }
}
