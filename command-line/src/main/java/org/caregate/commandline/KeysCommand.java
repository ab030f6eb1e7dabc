package org.caregate.commandline;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Map;
import org.caregate.commandline.api.CallOptions;
import org.caregate.commandline.api.Calls;
import org.caregate.commandline.exit.ExitStatus;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.server.config.CaregateConfiguration;
import org.caregate.server.config.ConfigurationFile;
import org.caregate.server.node.AuditParts;
import org.caregate.server.node.NodeKeys;
import org.caregate.server.node.OpenDatabase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes keys: on purpose, never by starting a node. */
@Command(
        name = "keys",
        description = "Creates the key file and the signing keys of a new deployment, and rotates the signing keys.")
final class KeysCommand extends CommandGroup {
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {"Lists the public keys of the signing keys.", "Example: ./caregate keys list"})
    int list(@Mixin CallOptions options) {
        try (Calls calls = open(options)) {
            return calls.show(calls.items("/keys"), "use", "alg", "state", "active_from", "accepted_until", "kid");
        }
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a new signing key. It is published now and signs from five minutes later. The old key is accepted for two more hours.",
                "Example: ./caregate keys rotate access_token"
            })
    int rotate(
            @Parameters(paramLabel = "USE", description = "Key use: access_token or id_token.") String use,
            @Option(
                            names = "--at-once",
                            description =
                                    "Use for a leaked key. The old key is no longer accepted, so everything it signed is refused.")
                    boolean atOnce,
            @Mixin CallOptions options) {
        try (Calls calls = open(options)) {
            return calls.show(calls.send("POST", "/keys", Map.of("use", use, "at_once", atOnce))
                    .json());
        }
    }

    @Command(
            name = "init",
            mixinStandardHelpOptions = true,
            description =
                    "Creates missing keys and prints the public key that verifies the audit log. Keep that key apart from the database.")
    int init() {
        PrintWriter out = out();
        Clock clock = Clock.systemUTC();
        CaregateConfiguration configuration = ConfigurationFile.read(root().configuration());
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
