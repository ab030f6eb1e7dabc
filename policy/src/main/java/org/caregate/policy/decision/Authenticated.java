package org.caregate.policy.decision;

/** A caller whose token was verified; made only by {@link CallerAuthentication}. */
public final class Authenticated implements Caller {
    private final TokenClaims claims;

    Authenticated(TokenClaims claims) {
        this.claims = claims;
    }

    /** What the verified token says. */
    public TokenClaims claims() {
        return claims;
    }
}
