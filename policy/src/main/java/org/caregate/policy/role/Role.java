package org.caregate.policy.role;

import org.caregate.protocol.scope.Scopes;

/** A role: a name and the most that any of its holders' tokens may carry. */
public record Role(String name, Scopes ceiling) {}
