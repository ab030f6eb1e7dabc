package org.caregate.policy.decision;

import org.caregate.protocol.token.TokenClaims;

/** A caller whose token was verified; made only by {@link CallerAuthentication}. */
public final class Authenticated implements Caller {
    private final TokenClaims claims;
    private final String keyId;

    Authenticated(TokenClaims claims, String keyId) {
        this.claims = claims;
        this.keyId = keyId;
    }

    /** What the verified token says. */
    public TokenClaims claims() {
        return claims;
    }

    /** The key that signed it. */
    public String keyId() {
        return keyId;
    }

    /** By its id alone: what it carries is not for logs. */
    @Override
    public String toString() {
        return "Authenticated[" + claims.jti() + "]";
    }
}
