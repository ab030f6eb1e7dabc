package org.caregate.authorization.authorize;

/** One demand on an authorization request. It only reads; it MUST NOT do I/O, and the same attempt gets the same answer. */
public interface AuthorizationCheck {
    /** Whether the attempt meets the demand. */
    CheckResult check(AuthorizationAttempt attempt);

    /** Whether a refusal is shown to the person because the redirect URI is not established yet (RFC 6749 §4.1.2.1). */
    default boolean beforeRedirectUri() {
        return false;
    }
}
