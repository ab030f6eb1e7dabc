package org.caregate.identity;

import java.time.Duration;
import org.caregate.identity.password.PasswordHashes;
import org.caregate.identity.session.SessionCookie;
import org.caregate.identity.session.SessionTimeouts;

/**
 * What a deployment chooses about people and their pages.
 *
 * @param offlineAccess how long a refresh token lives without use, for the consent page
 * @param passwordIterations the cost of new password hashes
 */
public record IdentitySettings(
        SessionTimeouts timeouts, SessionCookie cookie, Duration offlineAccess, int passwordIterations) {
    /** 15 minutes and 12 hours, the {@code __Host-} cookie, 92 days, 600,000 iterations. */
    public static final IdentitySettings DEFAULT = new IdentitySettings(
            SessionTimeouts.DEFAULT, SessionCookie.HOST_BOUND, Duration.ofDays(92), PasswordHashes.ITERATIONS);

    public IdentitySettings {
        if (!offlineAccess.isPositive() || passwordIterations < 1) {
            throw new IllegalArgumentException("identity: offlineAccess and passwordIterations are positive");
        }
    }
}
