package org.caregate.policy.decision;

import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.fhir.ParsedRequest;

/** Decides: the same request, caller and facts give the same answer, and nothing throws. */
public final class PolicyDecisionPoint {
    private final RoleDefinitions roles;
    private final String audience;

    /**
     * A decision point for one resource.
     *
     * @param audience the FHIR base that tokens must be for, as it stands in their {@code aud}
     */
    public PolicyDecisionPoint(RoleDefinitions roles, String audience) {
        this.roles = roles;
        this.audience = audience;
    }

    /** What to look up before {@link #decide}; nothing when the answer is settled without. */
    public FactsNeeded factsFor(ParsedRequest request, Caller caller) {
        return FactsNeeded.NONE;
    }

    /** The one way to a {@link Permit}. */
    public Decision decide(ParsedRequest request, Caller caller, Facts facts) {
        return new Deny(DenyReason.NO_RULE_APPLIED, "", roles.version() + audience.length());
    }
}
