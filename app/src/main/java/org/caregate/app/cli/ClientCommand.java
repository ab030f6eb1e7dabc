package org.caregate.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.caregate.administration.client.AddClient;
import org.caregate.administration.client.ClientMetadata;
import org.caregate.administration.client.ClientMetadataDocument;
import org.caregate.administration.client.ClientMetadataDocument.Reading;
import org.caregate.protocol.ClientId;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Manages clients. */
@Command(
        name = "client",
        mixinStandardHelpOptions = true,
        description = "Registers clients.",
        subcommands = HelpCommand.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ClientCommand implements Runnable {
    @ParentCommand
    private CaregateCommand root;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description =
                    "Registers a client from its metadata (RFC 7591 §2, JSON) and prints its id and, once, its secret.")
    int add(@Parameters(paramLabel = "FILE", description = "The metadata.") Path file) {
        PrintWriter out = spec.commandLine().getOut();
        ClientMetadata metadata = read(file);
        try (Administration administration = Administration.open(root.configuration())) {
            return switch (administration.addingClients().add(metadata, administration.operator())) {
                case AddClient.Result.Added(ClientId id, String secret) -> {
                    out.println("client_id: " + id);
                    if (secret != null) {
                        out.println("client_secret: " + secret + "   (shown this once)");
                    }
                    out.flush();
                    yield ExitStatus.OK;
                }
                case AddClient.Result.Refused(String why) -> throw CommandRefused.failed(why + ".");
            };
        }
    }

    private static ClientMetadata read(Path file) {
        try {
            return switch (ClientMetadataDocument.read(Files.readString(file))) {
                case Reading.Metadata(ClientMetadata metadata) -> metadata;
                case Reading.Problems(List<String> problems) ->
                    throw CommandRefused.unusable(file + ": " + String.join("\n" + file + ": ", problems));
            };
        } catch (IOException e) {
            throw CommandRefused.unusable(file + " cannot be read.");
        }
    }
}
