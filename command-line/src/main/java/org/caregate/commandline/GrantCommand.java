package org.caregate.commandline;

import java.util.LinkedHashMap;
import java.util.Map;
import org.caregate.commandline.api.CallOptions;
import org.caregate.commandline.api.Calls;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what was granted. */
@Command(name = "grant", description = "Shows what people granted to apps. To end a grant, use revoke grant.")
final class GrantCommand extends CommandGroup {
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {
                "Lists grants, optionally of one client or person.",
                "Example: ./caregate grant list --of-client growth-chart"
            })
    int list(
            @Option(names = "--of-client", paramLabel = "ID", description = "Only grants to this client.") @Nullable
                    String client,
            @Option(
                            names = "--of-person",
                            paramLabel = "NAME",
                            description = "Only grants of this person: user name or opaque id.")
                    @Nullable
                    String person,
            @Option(
                            names = "-n",
                            paramLabel = "COUNT",
                            defaultValue = "200",
                            description = "Maximum number of grants (default: 200).")
                    int most,
            @Mixin CallOptions options) {
        try (Calls calls = open(options)) {
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
            description = {"Shows one grant.", "Example: ./caregate grant show 5f3c..."})
    int show(@Parameters(paramLabel = "ID", description = "The grant's id.") String id, @Mixin CallOptions options) {
        try (Calls calls = open(options)) {
            return calls.show(calls.get(Calls.path("/grants/{}", id)).json());
        }
    }
}
