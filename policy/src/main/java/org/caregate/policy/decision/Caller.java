package org.caregate.policy.decision;

/** Who asks: proved by a verified token, or not. */
public sealed interface Caller permits Authenticated, Unauthenticated {}
