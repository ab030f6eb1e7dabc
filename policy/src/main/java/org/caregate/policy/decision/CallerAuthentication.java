package org.caregate.policy.decision;

import org.caregate.protocol.token.TokenClaims;

/**
 * The only source of {@link Authenticated}: a class that verifies tokens extends this one, and so can be found by its supertype.
 *
 * <p>A subclass MUST call {@link #authenticated} only with claims of a token whose type, algorithm, key, signature and issuer it has
 * verified. Production code has one subclass, in the module of access tokens.
 */
public abstract class CallerAuthentication {
    protected CallerAuthentication() {}

    /** Makes the evidence. */
    protected final Authenticated authenticated(TokenClaims verified, String keyId) {
        return new Authenticated(verified, keyId);
    }
}
