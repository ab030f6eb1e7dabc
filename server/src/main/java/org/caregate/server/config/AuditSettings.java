package org.caregate.server.config;

import java.nio.file.Path;
import java.time.Duration;
import org.caregate.audit.LogStatus;

/**
 * The audit log.
 *
 * @param anchor a folder outside the database, for the root checkpoints
 * @param retention how long entries are kept readable; at least the six years of 45 CFR 164.316(b)(2)(i)
 * @param late how late the log may be before that is an alarm, or nothing is answered any more
 */
public record AuditSettings(Path anchor, Duration retention, LogStatus.Limits late) {
    public static final Duration TEN_YEARS = Duration.ofDays(3652);
    public static final Duration SIX_YEARS = Duration.ofDays(2191);
}
