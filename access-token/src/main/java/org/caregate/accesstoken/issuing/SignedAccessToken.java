package org.caregate.accesstoken.issuing;

import org.caregate.protocol.token.TokenClaims;

/** An access token that was signed; made only by {@link AccessTokenIssuer}. An ID token goes with one, and so is never signed before its entry is durable. */
public final class SignedAccessToken {
    private final TokenClaims claims;
    private final String text;

    SignedAccessToken(TokenClaims claims, String text) {
        this.claims = claims;
        this.text = text;
    }

    /** What it says. */
    public TokenClaims claims() {
        return claims;
    }

    /** The JWT. */
    public String text() {
        return text;
    }

    /** Without the token, which is a secret. */
    @Override
    public String toString() {
        return "SignedAccessToken[" + claims.jti() + "]";
    }
}
