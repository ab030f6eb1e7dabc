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
@Command(name = "grant", description = "Shows what people granted to apps; revoke grant ends it.")
final class GrantCommand extends CommandGroup {
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
            description = {"One grant.", "Example: ./caregate grant show 5f3c..."})
    int show(@Parameters(paramLabel = "ID", description = "The grant's id.") String id, @Mixin CallOptions options) {
        try (Calls calls = open(options)) {
            return calls.show(calls.get(Calls.path("/grants/{}", id)).json());
        }
    }
}
