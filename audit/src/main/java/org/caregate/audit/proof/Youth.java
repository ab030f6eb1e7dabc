package org.caregate.audit.proof;

import java.time.Duration;
import java.time.Instant;

/**
 * How old an entry may be without an anchored checkpoint that covers it: until then it counts as not yet anchored, afterwards as
 * not proved.
 *
 * @param oldest entries from before this time have to be covered
 */
public record Youth(Instant oldest) {
    /** As long as a node goes on without its anchor. */
    public static final Duration LIMIT = Duration.ofMinutes(5);

    /** For a log that does not grow any more, such as an export. */
    public static final Youth UNLIMITED = new Youth(Instant.MIN);

    public static Youth at(Instant now) {
        return new Youth(now.minus(LIMIT));
    }

    /** Whether an entry of that time may still wait. */
    public boolean isYoung(Instant time) {
        return !time.isBefore(oldest);
    }
}
