package org.caregate.authorization.authorize;

/** Where an authorization request arrives, which decides what can be demanded of it there. */
public enum RequestEndpoint {
    /** {@code /oauth2/authorize} and the way back to it: a browser, and the person in front of it (RFC 6749 §3.1). */
    AUTHORIZE,
    /** A pushed authorization request endpoint: the client itself, already authenticated, and no person (RFC 9126 §2.1). */
    PUSHED
}
