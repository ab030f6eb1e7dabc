package org.caregate.server.config;

import java.time.Duration;

/** How long a sign-in lasts: without use, and in all. */
public record SessionSettings(Duration workforceIdle, Duration workforceTotal) {
    public static final Duration IDLE = Duration.ofMinutes(15);
    public static final Duration TOTAL = Duration.ofHours(12);
}
