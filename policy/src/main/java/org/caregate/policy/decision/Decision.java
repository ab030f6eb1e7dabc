package org.caregate.policy.decision;

/** The answer of the policy decision point. */
public sealed interface Decision permits Permit, Deny {
    /** The hash of the role definitions that were in force. */
    String policyVersion();
}
