package org.caregate.commandline;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.caregate.administration.audit.DestroyDataKeys;
import org.caregate.commandline.exit.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Ends what was kept long enough. */
@Command(
        name = "destroy-keys",
        mixinStandardHelpOptions = true,
        description = {
            "Destroys the data keys of months whose retention (audit.retention) has ended, as the database owner. The log records each one first.",
            "The patients, resources, addresses and queries of those months can then never be read again. The proofs remain.",
            "Example: ./caregate audit destroy-keys --dry-run"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class AuditDestroyKeysCommand implements Callable<Integer> {
    @ParentCommand
    private AuditCommand parent;

    @Spec
    private CommandSpec spec;

    @Option(names = "--dry-run", description = "List the keys without destroying them.")
    private boolean dryRun;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Administration administration = parent.open()) {
            DestroyDataKeys keys = administration.destroyingDataKeys();
            List<String> names = dryRun ? keys.due() : keys.destroy(administration.operator());
            names.forEach(name -> out.println((dryRun ? "would destroy " : "destroyed ") + name));
            if (names.isEmpty()) {
                out.println("No month's retention has ended.");
            }
            out.flush();
            return ExitStatus.OK;
        }
    }
}
