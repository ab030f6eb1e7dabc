package org.caregate.gateway.enforcement;

import org.caregate.audit.PromisedReceipt;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.policy.decision.Permit;

/** A permitted request on its way: the steps between the decision and the release, which differ by interaction. */
non-sealed interface Prepared extends Preparation {
    Permit permit();

    /** What the attempt's entry can say already. */
    Attempt attempt();

    /** Asks the upstream. What changes a record is forwarded only once the attempt is durable. */
    Forwarding forward(PromisedReceipt attempt) throws UpstreamException;

    /** Proves what the upstream answered, under the permit as it stood once the attempt was durable. */
    ProvenAnswer prove(Forwarding.Forwarded forwarded) throws UpstreamException;
}
