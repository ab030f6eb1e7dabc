package org.caregate.policy.decision;

/**
 * Refused.
 *
 * @param reason the one reason given; the first of the ordered rules that refused
 * @param requiredScope for {@code insufficient_scope} the least scope that would pass, from token and request alone; else empty
 */
public record Deny(DenyReason reason, String requiredScope, String policyVersion) implements Decision {}
