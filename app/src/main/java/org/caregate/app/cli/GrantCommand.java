package org.caregate.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.caregate.app.cli.api.CallOptions;
import org.caregate.app.cli.api.Calls;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows what was granted. */
@Command(
        name = "grant",
        mixinStandardHelpOptions = true,
        description = "Shows what people granted to apps; revoke grant ends it.",
        subcommands = HelpCommand.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class GrantCommand implements Runnable {
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
                "Grants, of one client or person if told.",
                "Example: ./caregate grant list --of-client growth-chart"
            })
    int list(
            @Option(names = "--of-client", paramLabel = "ID", description = "Of this client.") @Nullable String client,
            @Option(
                            names = "--of-person",
                            paramLabel = "NAME",
                            description = "Of this person: user name, or opaque id.")
                    @Nullable
                    String person,
            @Option(
                            names = "-n",
                            paramLabel = "COUNT",
                            defaultValue = "200",
                            description = "How many at most; 200 unless told.")
                    int most,
            @Mixin CallOptions options) {
        try (Calls calls = root.calls(options, spec.commandLine().getOut())) {
            Map<String, @Nullable String> query = new LinkedHashMap<>();
            query.put("client", client);
            query.put("person", person == null ? null : UserCommand.id(calls, person));
            return calls.show(
                    calls.list("/grants" + Calls.query(query), Math.max(1, most)),
                    "id",
                    "client",
                    "person",
                    "scope",
                    "created",
                    "expires",
                    "revoked");
        }
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = {"One grant.", "Example: ./caregate grant show 5f3c..."})
    int show(@Parameters(paramLabel = "ID", description = "The grant's id.") String id, @Mixin CallOptions options) {
        try (Calls calls = root.calls(options, spec.commandLine().getOut())) {
            return calls.show(calls.get(Calls.path("/grants/{}", id)).json());
        }
    }
}
