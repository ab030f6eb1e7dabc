package org.caregate.server.metrics;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * How far the signed log is behind what was acknowledged.
 *
 * @param waiting how long the oldest entry, of this node or of another, has waited for its place
 * @param exposed the age of the oldest entry of this node that no signed head outside the database covers
 */
public record LogAges(Supplier<Duration> waiting, Supplier<Duration> exposed) {}
