package org.caregate.commandline;

import org.caregate.commandline.api.CallOptions;
import org.caregate.commandline.api.Calls;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows roles. */
@Command(name = "role", description = "Shows the roles of the policy file. To assign roles, use user roles.")
final class RoleCommand extends CommandGroup {
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {
                "Lists the roles and the scopes that tokens of their holders may have at most.",
                "Example: ./caregate role list"
            })
    int list(@Mixin CallOptions options) {
        try (Calls calls = open(options)) {
            return calls.show(calls.items("/roles"), "role", "scope");
        }
    }
}
