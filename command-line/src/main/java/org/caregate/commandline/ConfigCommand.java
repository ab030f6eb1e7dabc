package org.caregate.commandline;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import org.caregate.commandline.exit.CommandRefused;
import org.caregate.commandline.exit.ExitStatus;
import org.caregate.server.config.CaregateConfiguration;
import org.caregate.server.config.ConfigurationFile;
import org.caregate.server.config.ConfigurationReference;
import org.caregate.server.config.RolesFile;
import org.caregate.server.node.StartRules;
import picocli.CommandLine.Command;

/** Looks at the configuration without starting anything. */
@Command(name = "config", description = "Checks the configuration, and prints the reference of its settings.")
final class ConfigCommand extends CommandGroup {
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = {
                "Reads the configuration, the policy file and the certificates, and prints every problem with its line.",
                "Example: ./caregate config check --config /etc/caregate/caregate.yaml"
            })
    int check() {
        CaregateConfiguration configuration = ConfigurationFile.read(root().configuration());
        RolesFile.read(configuration.roles());
        List<String> wrong = StartRules.refusals(configuration, Instant.now());
        if (!wrong.isEmpty()) {
            throw CommandRefused.unusable(String.join("\n", wrong));
        }
        PrintWriter out = out();
        out.println(configuration.file() + " is in order.");
        return ExitStatus.OK;
    }

    @Command(
            name = "reference",
            mixinStandardHelpOptions = true,
            description = {
                "Prints the reference of caregate.yaml, in Markdown.",
                "Example: ./caregate config reference > docs/reference/configuration.md"
            })
    int reference() {
        PrintWriter out = out();
        out.print(ConfigurationReference.page());
        out.flush();
        return ExitStatus.OK;
    }
}
