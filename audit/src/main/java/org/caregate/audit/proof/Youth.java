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
    /** For a log that does not grow any more, such as an export. */
    public static final Youth UNLIMITED = new Youth(Instant.MIN);

    /**
     * Of a log whose nodes go on without their anchor for that long.
     *
     * @param limit of the anchor's lateness ({@code LogStatus.Limits}); no node acknowledges an entry later than that
     */
    public static Youth of(Duration limit, Instant now) {
        return new Youth(now.minus(limit));
    }

    /** Whether an entry of that time may still wait. */
    public boolean isYoung(Instant time) {
        return !time.isBefore(oldest);
    }
}
