package org.caregate.identity.throttle;

import java.time.Duration;

/**
 * How guessing is slowed.
 *
 * @param free attempts in a row without delay
 * @param first the delay after those; doubled with each further attempt
 * @param longest the delay is never longer
 * @param forgottenAfter without an attempt for so long, counting starts again
 */
public record AttemptLimit(int free, Duration first, Duration longest, Duration forgottenAfter) {
    /** Of one device that the person has signed in with before: what happens elsewhere does not touch it. */
    public static final AttemptLimit OF_A_DEVICE =
            new AttemptLimit(10, Duration.ofSeconds(1), Duration.ofMinutes(15), Duration.ofDays(30));
    /** Of one person's password, from one network and devices that are not known. */
    public static final AttemptLimit FROM_A_NETWORK =
            new AttemptLimit(5, Duration.ofSeconds(1), Duration.ofMinutes(15), Duration.ofDays(1));
    /**
     * Of one person's password, from all devices that are not known, wherever they are. Kept for a week, as strangers may try names that
     * no one has.
     */
    public static final AttemptLimit FROM_ANYWHERE =
            new AttemptLimit(30, Duration.ofSeconds(1), Duration.ofMinutes(15), Duration.ofDays(7));
    /** Of one person's one-time codes, from devices that are not known; each attempt has proved the password. */
    public static final AttemptLimit OF_CODES =
            new AttemptLimit(5, Duration.ofSeconds(1), Duration.ofMinutes(15), Duration.ofDays(365));
    /** Of one network, behind which a whole hospital may sit: failures only, and they never keep a proof from being looked at. */
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
