package org.caregate.audit.entry;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** UUIDs of version 7, ordered by time to the millisecond and otherwise random (RFC 9562 §5.7). */
public final class TimeOrderedId {
    private static final SecureRandom RANDOM = new SecureRandom();

    private TimeOrderedId() {}

    /** A new id of that time. Ids that come one after the other lie side by side in an index, where random ones are spread over it. */
    public static UUID at(Instant time) {
        long random = RANDOM.nextLong();
        long version7 = (time.toEpochMilli() << 16) | 0x7000 | (random & 0x0FFF);
        long variant = (RANDOM.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
        return new UUID(version7, variant);
    }

    /** The smallest id of that millisecond: a bound for searches by time. */
    public static UUID firstAt(Instant time) {
        return new UUID((time.toEpochMilli() << 16) | 0x7000, 0x8000_0000_0000_0000L);
    }
}
