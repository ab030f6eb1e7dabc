package org.caregate.administration.audit;

import java.time.Clock;
import java.util.function.LongConsumer;
import org.caregate.administration.Operator;
import org.caregate.audit.AuditLog;
import org.caregate.audit.anchor.Anchor;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.reading.LogSource;
import org.caregate.audit.verification.LogVerification;
import org.caregate.audit.verification.VerificationReport;

/** Verifies the stored log against every anchored checkpoint, and records the verdict. */
public final class VerifyAudit {
    private final LogSource source;
    private final Anchor anchor;
    private final LogKey key;
    private final AuditLog audit;
    private final Clock clock;

    public VerifyAudit(LogSource source, Anchor anchor, LogKey key, AuditLog audit, Clock clock) {
        this.source = source;
        this.anchor = anchor;
        this.key = key;
        this.audit = audit;
        this.clock = clock;
    }

    /** The verdict; {@code progress} is told now and then how many entries were judged. */
    public VerificationReport verify(LongConsumer progress, Operator operator) {
        LogVerification verification = new LogVerification(source, key, progress);
        anchor.forEach(verification::expect);
        VerificationReport report = verification.verify();
        audit.record(
                operator.entry(clock, Action.AUDIT_VERIFIED, report.verified() ? Outcome.PERMITTED : Outcome.FAILED)
                        .reason(report.verified() ? "" : "LOG_TAMPERED")
                        .count(report.entries())
                        .detail("checkpoints", Long.toString(report.checkpoints()))
                        .detail("findings", Integer.toString(report.findings().size()))
                        .build());
        return report;
    }
}
