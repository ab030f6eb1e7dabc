package org.caregate.gateway.http;

/**
 * The bounds on a request's body.
 *
 * @param bytes at most
 * @param graceNanos before the rate counts
 * @param minimumBytesPerSecond below which the caller is too slow
 */
public record BodyLimits(int bytes, long graceNanos, int minimumBytesPerSecond) {}
