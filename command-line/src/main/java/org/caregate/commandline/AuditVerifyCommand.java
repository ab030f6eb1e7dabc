package org.caregate.commandline;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.caregate.audit.verification.VerificationProgress;
import org.caregate.audit.verification.VerificationReport;
import org.caregate.commandline.exit.ExitStatus;
import org.caregate.server.node.AuditParts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Verifies the stored log. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Verifies every entry against the anchored checkpoints. Exit status 1 when anything was changed.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class AuditVerifyCommand implements Callable<Integer> {
    @ParentCommand
    private AuditCommand parent;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Administration administration = parent.open()) {
            PrintWriter err = spec.commandLine().getErr();
            VerificationProgress progress = new VerificationProgress(
                    line -> {
                        err.println(line);
                        err.flush();
                    },
                    System::nanoTime);
            VerificationReport report = administration.audit().verifying().verify(progress, administration.operator());
            report.lines().forEach(out::println);
            List<String> more = beyondTheEntries(administration.audit());
            more.forEach(out::println);
            out.flush();
            return report.verified() && more.isEmpty() ? ExitStatus.OK : ExitStatus.FAILED;
        }
    }

    /** What no entry shows: heads beside the anchor that the database does not hold, and tables that are not as they were made. */
    private static List<String> beyondTheEntries(AuditParts audit) {
        List<String> lines = new ArrayList<>();
        audit.comparison().objection().ifPresent(lines::add);
        audit.strangeTables().forEach(line -> lines.add("the log's tables: " + line));
        return lines;
    }
}
