package org.caregate.identity.signin;

import java.time.Duration;
import java.util.Optional;
import org.caregate.identity.session.CookieSession;

/** How an attempt at a factor ended. What a refusal was for, only the audit log knows. */
public sealed interface SignInResult {
    /**
     * Proved; the browser gets the cookie of this session.
     *
     * @param device the cookie by which the device is known from now on, once both factors are proved
     */
    record Proved(CookieSession session, Optional<String> device) implements SignInResult {}

    /** Not proved. */
    record Refused() implements SignInResult {}

    /** Not looked at: too many attempts; not before so long. */
    record TooMany(Duration remaining) implements SignInResult {}

    /** Not looked at: too many people sign in at once; there may be room in so long. */
    record Busy(Duration retryAfter) implements SignInResult {}

    /** The session changed meanwhile, in another window or by time: begin again. */
    record Stale() implements SignInResult {}
}
