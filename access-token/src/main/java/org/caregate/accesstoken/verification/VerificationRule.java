package org.caregate.accesstoken.verification;

import java.util.Optional;
import org.caregate.policy.decision.DenyReason;

/** One demand on a token that was not verified yet. */
@FunctionalInterface
interface VerificationRule {
    /** Why the token is refused; empty when the demand is met. */
    Optional<DenyReason> refusal(PresentedToken token);

    /** Refuses for that reason unless the demand is met. */
    static Optional<DenyReason> demand(boolean met, DenyReason reason) {
        return met ? Optional.empty() : Optional.of(reason);
    }
}
