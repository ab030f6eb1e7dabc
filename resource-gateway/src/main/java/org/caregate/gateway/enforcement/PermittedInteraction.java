package org.caregate.gateway.enforcement;

import java.io.IOException;
import org.caregate.gateway.guard.ReleaseRefusedException;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.policy.decision.Permit;

/** What is done once a request is permitted: record the attempt, forward, prove, release, complete. */
interface PermittedInteraction {
    /**
     * Carries it out.
     *
     * @param decidedOn the revocation version that the permit was given on
     */
    void carryOut(Asked asked, Permit permit, long decidedOn)
            throws RefusedException, ReleaseRefusedException, UpstreamException, IOException;
}
