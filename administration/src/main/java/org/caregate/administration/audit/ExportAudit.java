package org.caregate.administration.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Comparator;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.caregate.administration.operation.Operator;
import org.caregate.audit.AuditLog;
import org.caregate.audit.anchor.AnchoredCheckpoint;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.export.LogExport;

/** Writes the log into a folder for others to read and verify. */
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

    /**
     * Writes the export, which holds its own entry, beside the folder and gives it the folder's name when it is whole; answers how many
     * entries it holds.
     *
     * @param folder new or empty
     */
    public long export(Path folder, Operator operator) throws IOException {
        audit.record(operator.entry(clock, Action.AUDIT_EXPORT, Outcome.PERMITTED)
                .detail("to", folder.toString())
                .build());
        AnchoredCheckpoint covered = cover.get();
        Files.createDirectories(folder.getParent());
        Path partial = Files.createTempDirectory(folder.getParent(), folder.getFileName() + ".partial-");
        try {
            long entries = export.write(covered, partial);
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
            return entries;
        } catch (IOException | RuntimeException failed) {
            delete(partial);
            throw failed;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
