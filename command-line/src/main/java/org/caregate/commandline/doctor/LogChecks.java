package org.caregate.commandline.doctor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.caregate.audit.anchor.AnchorFolder;
import org.caregate.audit.anchor.AnchoredCheckpoint;
import org.caregate.commandline.doctor.DoctorResult.Failed;
import org.caregate.commandline.doctor.DoctorResult.NotApplicable;
import org.caregate.commandline.doctor.DoctorResult.Passed;
import org.caregate.server.config.AuditSettings;

/** The anchor, and whether the database is the one it was made from. */
final class LogChecks {
    private static final String GROUP = "audit log";

    private LogChecks() {}

    /**
     * The checks.
     *
     * @param anchoringAge how many seconds ago the running server found the anchor up to date; empty when none runs
     * @param settings where the anchor is, and when it is late
     * @param strangeTables every difference of the log's tables from what the migrations made
     * @param missingDataKeys the data keys that entries need and that are gone without an entry that says why
     * @param tellsTheSame the line of what is wrong when the database is not what the newest anchored checkpoint covers; empty when it is
     */
    static List<DoctorCheck> of(
            AuditSettings settings,
            Callable<Optional<String>> tellsTheSame,
            Callable<List<String>> strangeTables,
            Callable<OptionalDouble> anchoringAge,
            Callable<List<String>> missingDataKeys) {
        return List.of(
                new DoctorCheck(
                        "log-data-keys",
                        GROUP,
                        "The sealed fields of the log can be opened",
                        () -> readableFields(missingDataKeys.call())),
                new DoctorCheck(
                        "anchor-recent",
                        GROUP,
                        "Checkpoints reach the anchor in time",
                        () -> recent(anchoringAge.call(), settings.late().anchorAlarm())),
                new DoctorCheck(
                        "anchor-readable",
                        GROUP,
                        "The newest anchored checkpoint can be read",
                        () -> readable(settings.anchor())),
                new DoctorCheck(
                        "log-tables",
                        GROUP,
                        "Nothing in the database changes or hides entries",
                        () -> tables(strangeTables.call())),
                new DoctorCheck(
                        "log-anchored", GROUP, "The database agrees with the anchor", () -> same(tellsTheSame.call())));
    }

    static DoctorResult readableFields(List<String> missing) {
        return missing.isEmpty()
                ? new Passed("every month has its data key, or an entry that records its destruction")
                : new Failed(
                        "the data keys of " + String.join(", ", missing) + " were removed before their retention ended",
                        "Restore audit_data_key from a backup, find out who removed the keys, and run caregate audit verify.");
    }

    static DoctorResult tables(List<String> strange) {
        return strange.isEmpty()
                ? new Passed("no unknown trigger, rule, policy, constraint or function")
                : new Failed(
                        String.join("; ", strange),
                        "Find out who changed the tables, keep a copy as evidence, and restore them. Then run caregate audit verify.");
    }

    static DoctorResult recent(OptionalDouble seconds, Duration longest) {
        if (seconds.isEmpty()) {
            return new NotApplicable("no server is running");
        }
        return seconds.getAsDouble() > longest.toSeconds()
                ? new Failed(
                        "the anchor was last up to date " + Math.round(seconds.getAsDouble()) + " s ago",
                        "Check what the server's log reports about the audit log, and that the disk is mounted.")
                : new Passed("up to date " + Math.round(seconds.getAsDouble()) + " s ago");
    }

    static DoctorResult readable(Path anchor) {
        Optional<AnchoredCheckpoint> latest = new AnchorFolder(anchor).latest();
        return latest.<DoctorResult>map(one -> new Passed(one.root().size() + " lane checkpoints"))
                .orElseGet(() -> new NotApplicable("no checkpoint has been written yet"));
    }

    static DoctorResult same(Optional<String> otherwise) {
        return otherwise
                .<DoctorResult>map(
                        line -> new Failed(
                                line,
                                "The database was replaced by an older copy, or changed. Keep database and anchor as they are, and run caregate audit verify."))
                .orElseGet(() -> new Passed("up to the newest checkpoint"));
    }
}
