package org.caregate.policy.decision;

/**
 * The only source of {@link Authenticated}: whoever verifies tokens extends this class, and so can be found by its supertype.
 *
 * <p>A subclass MUST call {@link #authenticated} only with claims of a token whose signature, type, issuer, audience, key and
 * times it has just verified. Production code has one subclass, the gateway's.
 */
public abstract class CallerAuthentication {
    protected CallerAuthentication() {}

    /** Mints the evidence. */
    protected final Authenticated authenticated(TokenClaims verified) {
        return new Authenticated(verified);
    }
}
