package org.caregate.app.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Clock;
import org.caregate.app.config.CaregateConfiguration;
import org.caregate.app.config.ConfigurationFile;
import org.caregate.app.node.AuditParts;
import org.caregate.app.node.NodeKeys;
import org.caregate.app.node.OpenDatabase;
import org.caregate.crypto.keyfile.KeyRing;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Makes keys: on purpose, never by starting a node. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Makes the key file and the signing keys of a new deployment.",
        subcommands = HelpCommand.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class KeysCommand implements Runnable {
    @ParentCommand
    private CaregateCommand root;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "init",
            mixinStandardHelpOptions = true,
            description =
                    "Makes what is missing and prints the key that verifies the audit log; keep that apart from the database.")
    int init() {
        PrintWriter out = spec.commandLine().getOut();
        Clock clock = Clock.systemUTC();
        CaregateConfiguration configuration = ConfigurationFile.read(root.configuration());
        boolean fresh = !Files.exists(configuration.keyFile());
        KeyRing ring = fresh ? NodeKeys.create(configuration.keyFile(), clock) : NodeKeys.load(configuration.keyFile());
        out.println((fresh ? "made " : "kept ") + configuration.keyFile());
        try (OpenDatabase open = OpenDatabase.forCommand(configuration.database())) {
            boolean made = NodeKeys.createSigningKeys(NodeKeys.signing(open.database(), ring, clock), clock);
            out.println((made ? "made" : "kept") + " the signing keys");
        }
        out.println("audit log key: "
                + AuditParts.logKey(ring, configuration.issuer()).text());
        out.flush();
        return ExitStatus.OK;
    }
}
