package org.caregate.identity.session;

import java.time.Duration;
import java.time.Instant;

/**
 * When a session is over (45 CFR 164.312(a)(2)(iii), automatic logoff).
 *
 * @param idle without a request for so long
 * @param total so long after the password was proved, whatever happens
 * @param betweenFactors so long after the password, the one-time code comes too late
 */
public record SessionTimeouts(Duration idle, Duration total, Duration betweenFactors) {
    /** 15 minutes, 12 hours, 5 minutes. */
    public static final SessionTimeouts DEFAULT =
            new SessionTimeouts(Duration.ofMinutes(15), Duration.ofHours(12), Duration.ofMinutes(5));

    public SessionTimeouts {
        if (!idle.isPositive() || total.compareTo(idle) < 0 || !betweenFactors.isPositive()) {
            throw new IllegalArgumentException("session limits: 0 < idle <= total, and 0 < betweenFactors");
        }
    }

    /** Whether the session may still be used. */
    boolean alive(StoredSession session, Instant now) {
        Instant start = session.passwordAt() == null ? session.createdAt() : session.passwordAt();
        return now.isBefore(session.lastSeenAt().plus(idle)) && now.isBefore(start.plus(total));
    }
}
