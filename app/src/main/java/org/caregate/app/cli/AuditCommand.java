package org.caregate.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Groups the commands on the log. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Reads, verifies and exports the audit log.",
        subcommands = {
            AuditTailCommand.class,
            AuditSearchCommand.class,
            AuditVerifyCommand.class,
            AuditExportCommand.class,
            HelpCommand.class
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class AuditCommand implements Runnable {
    @ParentCommand
    private CaregateCommand root;

    @Spec
    private CommandSpec spec;

    Administration open() {
        return Administration.open(root.configuration());
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
