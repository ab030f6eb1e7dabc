package org.caregate.commandline.doctor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.caregate.audit.anchor.AnchorFolder;
import org.caregate.audit.anchor.AnchoredCheckpoint;
import org.caregate.commandline.doctor.Finding.NotApplicable;
import org.caregate.commandline.doctor.Finding.Well;
import org.caregate.commandline.doctor.Finding.Wrong;
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
    static List<Check> of(
            AuditSettings settings,
            Callable<Optional<String>> tellsTheSame,
            Callable<List<String>> strangeTables,
            Callable<OptionalDouble> anchoringAge,
            Callable<List<String>> missingDataKeys) {
        return List.of(
                new Check(
                        "log-data-keys",
                        GROUP,
                        "Sealed fields of the log can be read",
                        () -> readableFields(missingDataKeys.call())),
                new Check(
                        "anchor-recent",
                        GROUP,
                        "Checkpoints reach the anchor",
                        () -> recent(anchoringAge.call(), settings.late().anchorAlarm())),
                new Check(
                        "anchor-readable",
                        GROUP,
                        "The newest checkpoint can be read",
                        () -> readable(settings.anchor())),
                new Check(
                        "log-tables",
                        GROUP,
                        "Nothing in the database can change or hide entries",
                        () -> tables(strangeTables.call())),
                new Check(
                        "log-anchored",
                        GROUP,
                        "The database holds what the anchor says",
                        () -> same(tellsTheSame.call())));
    }

    static Finding readableFields(List<String> missing) {
        return missing.isEmpty()
                ? new Well("every month has its data key, or the entry that ended it")
                : new Wrong(
                        "the data keys of " + String.join(", ", missing) + " are gone before their time",
                        "Restore audit_data_key from a backup, find out who removed them, and run audit verify.");
    }

    static Finding tables(List<String> strange) {
        return strange.isEmpty()
                ? new Well("no trigger, rule, policy, check or function that this program does not know")
                : new Wrong(
                        String.join("; ", strange),
                        "Find out who changed the tables, keep a copy as evidence, and put them back as they were; then run audit verify.");
    }

    static Finding recent(OptionalDouble seconds, Duration longest) {
        if (seconds.isEmpty()) {
            return new NotApplicable("no server runs that would write one");
        }
        return seconds.getAsDouble() > longest.toSeconds()
                ? new Wrong(
                        "the anchor was last up to date " + Math.round(seconds.getAsDouble()) + " s ago",
                        "See what the server's log says of the audit log, and whether the disk is there.")
                : new Well("up to date " + Math.round(seconds.getAsDouble()) + " s ago");
    }

    static Finding readable(Path anchor) {
        Optional<AnchoredCheckpoint> latest = new AnchorFolder(anchor).latest();
        return latest.<Finding>map(one -> new Well(one.root().size() + " checkpoints of lanes"))
                .orElseGet(() -> new NotApplicable("none was written yet"));
    }

    static Finding same(Optional<String> otherwise) {
        return otherwise
                .<Finding>map(
                        line -> new Wrong(
                                line,
                                "Somebody put an older copy there or changed it: audit verify says more. Keep both as they are."))
                .orElseGet(() -> new Well("as far as the newest checkpoint goes"));
    }
}
