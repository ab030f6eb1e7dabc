package org.caregate.identity.throttle;

import java.time.Duration;

/** Whether an attempt may be looked at. */
public sealed interface Claim {
    /**
     * It may.
     *
     * @param attempts how many in a row this one makes, itself included
     */
    record Counted(int attempts) implements Claim {}

    /** Not before so long. */
    record Wait(Duration remaining) implements Claim {}
}
