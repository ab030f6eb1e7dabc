package org.caregate.administration.audit;

import java.time.Clock;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.caregate.administration.operation.Operator;
import org.caregate.audit.AuditLog;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.audit.anchor.Anchor;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.verification.Finding;
import org.caregate.audit.verification.LogVerification;
import org.caregate.audit.verification.VerificationReport;

/** Verifies the stored log against every anchored checkpoint, and records the verdict. */
public final class VerifyAudit {
    private static final System.Logger LOG = System.getLogger(VerifyAudit.class.getName());

    private final Anchor anchor;
    private final Function<LongConsumer, LogVerification> verifications;
    private final Runnable place;
    private final AuditLog audit;
    private final Clock clock;

    /**
     * Verifies that log.
     *
     * @param verifications begin a verification that reports its progress: how many entries were judged
     * @param place gives the entries that wait their places and covers them by an anchored checkpoint, for when no node runs
     */
    public VerifyAudit(
            Anchor anchor,
            Function<LongConsumer, LogVerification> verifications,
            Runnable place,
            AuditLog audit,
            Clock clock) {
        this.verifications = verifications;
        this.place = place;
        this.anchor = anchor;
        this.audit = audit;
        this.clock = clock;
    }

    /** The verdict; {@code progress} receives now and then how many entries were judged. */
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
                    refused.getMessage()); // it discloses no personal data, and is needed most when the log takes
            // nothing
        }
        return report;
    }

    private VerificationReport judge(LongConsumer progress) {
        LogVerification verification = verifications.apply(progress);
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
