package org.caregate.administration.audit;

import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Supplier;
import org.caregate.administration.Operator;
import org.caregate.audit.AuditLog;
import org.caregate.audit.anchor.AnchoredCheckpoint;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.export.LogExport;

/** Writes the log into a folder for somebody else to read and verify. */
public final class ExportAudit {
    private final Supplier<AnchoredCheckpoint> cover;
    private final LogExport export;
    private final AuditLog audit;
    private final Clock clock;

    /**
     * Exports that log.
     *
     * @param cover places every entry that waits and covers the log by an anchored checkpoint, which is the one that is exported
     */
    public ExportAudit(Supplier<AnchoredCheckpoint> cover, LogExport export, AuditLog audit, Clock clock) {
        this.cover = cover;
        this.export = export;
        this.audit = audit;
        this.clock = clock;
    }

    /** Writes the export, which holds its own entry; answers how many entries it holds. */
    public long export(Path folder, Operator operator) {
        audit.record(operator.entry(clock, Action.AUDIT_EXPORT, Outcome.PERMITTED)
                .detail("to", folder.toString())
                .build());
        return export.write(cover.get(), folder);
    }
}
