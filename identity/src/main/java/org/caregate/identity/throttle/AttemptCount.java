package org.caregate.identity.throttle;

import java.time.Instant;

/**
 * Attempts in a row that did not succeed.
 *
 * @param attempts at least 1
 * @param lastAt when the last one was made
 * @param blockedUntil until when no other is looked at
 */
public record AttemptCount(int attempts, Instant lastAt, Instant blockedUntil) {}
