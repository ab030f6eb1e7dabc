package org.caregate.gateway.authentication;

import org.caregate.policy.decision.DenyReason;
import org.caregate.policy.decision.TokenClaims;

/** What verifying a presented token found. */
sealed interface Verification {
    /** Signature and claims hold. */
    record Verified(TokenClaims claims) implements Verification {}

    /** They do not. */
    record Rejected(DenyReason reason) implements Verification {}
}
