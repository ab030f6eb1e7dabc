package org.caregate.commandline;

import picocli.CommandLine.Command;

/** Groups the commands on the log. */
@Command(
        name = "audit",
        description = "Reads, verifies and exports the audit log.",
        subcommands = {
            AuditTailCommand.class,
            AuditSearchCommand.class,
            AuditVerifyCommand.class,
            AuditExportCommand.class,
            AuditDestroyKeysCommand.class,
            AuditReopenCommand.class
        })
final class AuditCommand extends CommandGroup {
    Administration open() {
        return Administration.open(root().configuration());
    }
}
