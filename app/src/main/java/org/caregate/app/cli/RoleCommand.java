package org.caregate.app.cli;

import org.caregate.app.cli.api.CallOptions;
import org.caregate.app.cli.api.Calls;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows roles. */
@Command(
        name = "role",
        mixinStandardHelpOptions = true,
        description = "Shows the roles of the policy file; user roles gives them.",
        subcommands = HelpCommand.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RoleCommand implements Runnable {
    @ParentCommand
    private CaregateCommand root;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {
                "Each role, and the most that its holders' tokens may carry.",
                "Example: ./caregate role list"
            })
    int list(@Mixin CallOptions options) {
        try (Calls calls = root.calls(options, spec.commandLine().getOut())) {
            return calls.show(calls.items("/roles"), "role", "scope");
        }
    }
}
