package org.caregate.app.cli;

import org.caregate.app.cli.api.CallOptions;
import org.caregate.app.cli.api.Calls;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows and ends sign-in sessions. */
@Command(
        name = "session",
        mixinStandardHelpOptions = true,
        description = "Shows where people are signed in, and signs them out.",
        subcommands = HelpCommand.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class SessionCommand implements Runnable {
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
            description = {"The browser sessions of a person.", "Example: ./caregate session list dr.lee"})
    int list(
            @Parameters(paramLabel = "NAME", description = "The user name, or the opaque id.") String name,
            @Mixin CallOptions options) {
        try (Calls calls = root.calls(options, spec.commandLine().getOut())) {
            String path = Calls.path("/people/{}/sessions", UserCommand.id(calls, name));
            return calls.show(calls.items(path), "id", "created", "last_seen", "signed_in");
        }
    }

    @Command(
            name = "end",
            mixinStandardHelpOptions = true,
            description = {
                "Signs a browser out; what apps were granted stays (revoke person ends that too).",
                "Example: ./caregate session end 3f9a..."
            })
    int end(@Parameters(paramLabel = "ID", description = "The session's id.") String id, @Mixin CallOptions options) {
        try (Calls calls = root.calls(options, spec.commandLine().getOut())) {
            return calls.say(
                    "Signed out.",
                    calls.send("DELETE", Calls.path("/sessions/{}", id), null).json());
        }
    }
}
