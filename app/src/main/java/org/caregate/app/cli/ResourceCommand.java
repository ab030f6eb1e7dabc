package org.caregate.app.cli;

import org.caregate.app.cli.api.CallOptions;
import org.caregate.app.cli.api.Calls;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows the guarded APIs. */
@Command(
        name = "resource",
        mixinStandardHelpOptions = true,
        description = "Shows the APIs that are guarded, as configured.",
        subcommands = HelpCommand.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ResourceCommand implements Runnable {
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
            description = {"Each API and where its requests go.", "Example: ./caregate resource list"})
    int list(@Mixin CallOptions options) {
        try (Calls calls = root.calls(options, spec.commandLine().getOut())) {
            return calls.show(calls.items("/resources"), "base", "kind", "upstream");
        }
    }
}
