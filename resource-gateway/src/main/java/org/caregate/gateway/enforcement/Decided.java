package org.caregate.gateway.enforcement;

import org.caregate.policy.decision.Permit;

/** What was decided of a request. */
sealed interface Decided permits Refused, Decided.Permitted {
    /**
     * It may be carried out.
     *
     * @param version the revocation version it was decided on; -1 when no revocation was looked up
     */
    record Permitted(Permit permit, long version) implements Decided {}
}
