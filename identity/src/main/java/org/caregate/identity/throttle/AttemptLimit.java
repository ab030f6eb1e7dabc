package org.caregate.identity.throttle;

import java.time.Duration;

/**
 * How guessing is slowed.
 *
 * @param free attempts in a row without delay
 * @param first the delay after those; doubled with each further attempt
 * @param longest the delay is never longer
 * @param forgottenAfter without an attempt for so long, counting starts anew
 */
public record AttemptLimit(int free, Duration first, Duration longest, Duration forgottenAfter) {
    /** Of one person's password, or of their one-time codes: only success forgets. */
    public static final AttemptLimit OF_A_PERSON =
            new AttemptLimit(5, Duration.ofSeconds(1), Duration.ofMinutes(15), Duration.ofDays(365));
    /** Of one address, behind which a whole hospital may sit. */
    public static final AttemptLimit OF_AN_ADDRESS =
            new AttemptLimit(20, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(15));
    /** An authenticator is disabled at so many failures in a row (SP 800-63B-4 §3.2.2). */
    public static final int DISABLED_AT = 100;

    private static final int LARGEST_SHIFT = 30;

    public AttemptLimit {
        if (free < 1 || first.isNegative() || longest.compareTo(first) < 0 || forgottenAfter.compareTo(longest) < 0) {
            throw new IllegalArgumentException("an attempt limit that does not limit");
        }
    }

    /** How long the next attempt has to wait after that many in a row. */
    Duration delayAfter(int attempts) {
        if (attempts < free) {
            return Duration.ZERO;
        }
        Duration delay = first.multipliedBy(1L << Math.min(attempts - free, LARGEST_SHIFT));
        return delay.compareTo(longest) > 0 ? longest : delay;
    }
}
