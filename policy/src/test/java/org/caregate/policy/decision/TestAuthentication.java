package org.caregate.policy.decision;

/** Mints callers for tests; production code has the gateway's verifier instead. */
public final class TestAuthentication extends CallerAuthentication {
    /** A caller with these claims, verified by nobody. */
    public Authenticated as(TokenClaims claims) {
        return authenticated(claims);
    }
}
