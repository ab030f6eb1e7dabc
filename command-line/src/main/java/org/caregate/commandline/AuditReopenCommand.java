package org.caregate.commandline;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import org.caregate.audit.entry.Action;
import org.caregate.audit.running.Reopening;
import org.caregate.commandline.exit.CommandRefused;
import org.caregate.commandline.exit.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Goes on after a break, on purpose. */
@Command(
        name = "reopen",
        mixinStandardHelpOptions = true,
        description = {
            "Opens a new lane after the log was found broken. Its first entry records the break. First stop every node, and keep a copy of the"
                    + " database and of the anchor as evidence. Nothing is repaired, and audit verify keeps reporting what it found.",
            "Example: ./caregate audit reopen --because \"incident 2026-117\""
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class AuditReopenCommand implements Callable<Integer> {
    @ParentCommand
    private AuditCommand parent;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--because",
            paramLabel = "TEXT",
            required = true,
            description = "The reason, which the entry records.")
    private String because;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Administration administration = parent.open()) {
            List<String> strange = administration.audit().strangeTables();
            if (!strange.isEmpty()) {
                throw CommandRefused.unusable("First restore the log's tables: " + strange.getFirst());
            }
            Reopening reopening = administration.audit().reopening();
            SortedSet<Integer> lanes = reopening.lanes();
            List<String> found = reopening.acknowledge(Instant.now());
            found.forEach(out::println);
            Optional<String> above = reopening.rootObjection();
            if (above.isPresent()) {
                throw CommandRefused.unusable(above.get()
                        + ". A new lane does not help. Keep the anchor folder, and set audit.anchor to a new one.");
            }
            if (found.isEmpty()) {
                out.println("nothing is broken: no lane was opened");
                out.flush();
                return ExitStatus.OK;
            }
            administration
                    .audit()
                    .openFreshLane(
                            lanes,
                            administration
                                    .entry(Action.AUDIT_REOPENED)
                                    .reason("LOG_TAMPERED")
                                    .detail("because", because)
                                    .detail("found", String.join("; ", found))
                                    .build());
            out.println("opened a fresh lane, which states this; start the nodes again");
            out.flush();
            return ExitStatus.OK;
        }
    }
}
