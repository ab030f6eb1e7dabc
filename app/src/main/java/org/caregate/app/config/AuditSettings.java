package org.caregate.app.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The audit log.
 *
 * @param anchor a folder outside the database, for the root checkpoints
 * @param retention how long entries are kept readable; at least the six years of 45 CFR 164.316(b)(2)(i)
 */
public record AuditSettings(Path anchor, Duration retention) {
    public static final Duration TEN_YEARS = Duration.ofDays(3652);
    public static final Duration SIX_YEARS = Duration.ofDays(2191);
}
