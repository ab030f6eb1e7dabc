package org.caregate.commandline;

import org.caregate.commandline.api.CallOptions;
import org.caregate.commandline.api.Calls;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the guarded APIs. */
@Command(name = "resource", description = "Shows the protected APIs, as configured.")
final class ResourceCommand extends CommandGroup {
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {"Lists the protected APIs and their upstream servers.", "Example: ./caregate resource list"})
    int list(@Mixin CallOptions options) {
        try (Calls calls = open(options)) {
            return calls.show(calls.items("/resources"), "base", "kind", "upstream");
        }
    }
}
