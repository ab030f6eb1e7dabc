package org.caregate.administration.audit;

import java.time.Clock;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.caregate.administration.operation.Operator;
import org.caregate.audit.AuditLog;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.audit.anchor.Anchor;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.proof.Youth;
import org.caregate.audit.reading.LogSource;
import org.caregate.audit.verification.Finding;
import org.caregate.audit.verification.LogVerification;
import org.caregate.audit.verification.VerificationReport;

/** Verifies the stored log against every anchored checkpoint, and records the verdict. */
public final class VerifyAudit {
    private static final System.Logger LOG = System.getLogger(VerifyAudit.class.getName());

    private final LogSource source;
    private final Anchor anchor;
    private final LogKey key;
    private final Predicate<String> opens;
    private final Runnable place;
    private final AuditLog audit;
    private final Clock clock;

    /**
     * Verifies that log.
     *
     * @param opens whether the data key of that name can be used
     * @param place gives the entries that wait their places and covers them by an anchored checkpoint, for when no node runs
     */
    public VerifyAudit(
            LogSource source,
            Anchor anchor,
            LogKey key,
            Predicate<String> opens,
            Runnable place,
            AuditLog audit,
            Clock clock) {
        this.opens = opens;
        this.place = place;
        this.source = source;
        this.anchor = anchor;
        this.key = key;
        this.audit = audit;
        this.clock = clock;
    }

    /** The verdict; {@code progress} is told now and then how many entries were judged. */
    public VerificationReport verify(LongConsumer progress, Operator operator) {
        VerificationReport report = judge(progress);
        if (isOnlyBehind(report)) {
            try {
                place.run();
                report = judge(progress);
            } catch (RuntimeException cannotBePlaced) {
                progress.accept(report.entries()); // what was found stands
            }
        }
        try {
            audit.record(operator.entry(
                            clock, Action.AUDIT_VERIFIED, report.verified() ? Outcome.PERMITTED : Outcome.FAILED)
                    .reason(report.verified() ? "" : "LOG_TAMPERED")
                    .count(report.entries())
                    .detail("checkpoints", Long.toString(report.checkpoints()))
                    .detail("findings", Integer.toString(report.findings().size()))
                    .build());
        } catch (AuditUnavailableException refused) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the verdict could not be recorded: {0}",
                    refused.getMessage()); // a verdict discloses no personal data, and is needed most when the log
            // takes
            // nothing
        }
        return report;
    }

    private VerificationReport judge(LongConsumer progress) {
        LogVerification verification = new LogVerification(source, key, progress, Youth.at(clock.instant()), opens);
        anchor.forEach(verification::expect);
        return verification.verify();
    }

    /** Nothing was changed, but what is there is not anchored as it should be: as after a stop that was no clean one. */
    private static boolean isOnlyBehind(VerificationReport report) {
        return !report.verified()
                && report.findings().stream()
                        .allMatch(finding ->
                                finding instanceof Finding.Overdue || finding instanceof Finding.NotAnchored);
    }
}
