package org.caregate.policy.decision;

import org.caregate.protocol.token.TokenClaims;

/** Makes callers for tests; production code has the verifier of access tokens instead. */
public final class TestAuthentication extends CallerAuthentication {
    /** A caller with these claims, verified by nobody. */
    public Authenticated as(TokenClaims claims) {
        return authenticated(claims, "kid");
    }
}
