package org.caregate.authorization.http;

import org.jspecify.annotations.Nullable;

/**
 * The browser that asks.
 *
 * @param id a random name that only this browser knows; it MUST stay the same when the person signs in (the session's own
 *     cookie changes then) and MUST change when they sign out, because waiting authorizations are bound to it
 * @param signedIn who signed in, or null
 */
public record BrowserSession(String id, @Nullable SignedIn signedIn) {
    public BrowserSession {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("a browser session has an id");
        }
    }

    @Override
    public String toString() {
        return "BrowserSession[" + (signedIn == null ? "anonymous" : signedIn.person()) + "]";
    }
}
