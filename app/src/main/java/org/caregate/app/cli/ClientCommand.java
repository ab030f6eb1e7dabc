package org.caregate.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.caregate.administration.client.AddClient;
import org.caregate.protocol.ClientId;
import org.caregate.registry.client.ClientMetadata;
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
        String json = text(file);
        try (Administration administration = Administration.open(root.configuration())) {
            AddClient adding = administration.addingClients();
            return switch (adding.add(read(adding, file, json), administration.operator())) {
                case AddClient.Result.Added(ClientId id, String secret) -> {
                    out.println("client_id: " + id);
                    if (secret != null) {
                        out.println("client_secret: " + secret + "   (shown this once)");
                    }
                    out.flush();
                    yield ExitStatus.OK;
                }
                case AddClient.Result.BeyondOwnRights() ->
                    throw CommandRefused.failed("It would hold rights that you do not.");
                case AddClient.Result.Refused(String why) -> throw CommandRefused.failed(why + ".");
            };
        }
    }

    private static ClientMetadata read(AddClient adding, Path file, String json) {
        return switch (adding.read(json)) {
            case ClientMetadata.Result.Valid(ClientMetadata metadata) -> metadata;
            case ClientMetadata.Result.Invalid(List<String> problems) ->
                throw CommandRefused.unusable(file + ": " + String.join("\n" + file + ": ", problems));
        };
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw CommandRefused.unusable(file + " cannot be read.");
        }
    }
}
