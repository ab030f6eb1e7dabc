package org.caregate.commandline;

import org.caregate.commandline.api.CallOptions;
import org.caregate.commandline.api.Calls;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows and ends sign-in sessions. */
@Command(name = "session", description = "Shows where people are signed in, and signs them out.")
final class SessionCommand extends CommandGroup {
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {"Lists the browser sessions of a person.", "Example: ./caregate session list dr.lee"})
    int list(
            @Parameters(paramLabel = "NAME", description = "The user name or the opaque id.") String name,
            @Mixin CallOptions options) {
        try (Calls calls = open(options)) {
            String path = Calls.path("/people/{}/sessions", UserCommand.id(calls, name));
            return calls.show(calls.items(path), "id", "created", "last_seen", "signed_in");
        }
    }

    @Command(
            name = "end",
            mixinStandardHelpOptions = true,
            description = {
                "Signs a browser out. Grants to apps remain; revoke person ends them too.",
                "Example: ./caregate session end 3f9a..."
            })
    int end(@Parameters(paramLabel = "ID", description = "The session's id.") String id, @Mixin CallOptions options) {
        try (Calls calls = open(options)) {
            return calls.say(
                    "Signed out.",
                    calls.send("DELETE", Calls.path("/sessions/{}", id), null).json());
        }
    }
}
