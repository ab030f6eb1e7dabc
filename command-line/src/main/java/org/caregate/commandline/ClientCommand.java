package org.caregate.commandline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.caregate.commandline.api.CallOptions;
import org.caregate.commandline.api.Calls;
import org.caregate.commandline.exit.CommandRefused;
import org.caregate.protocol.json.StrictJson;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Manages clients. */
@Command(name = "client", description = "Registers and disables clients, and rotates their secrets and keys.")
final class ClientCommand extends CommandGroup {
    private static final int MOST = 10_000;

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = {
                "Registers a client from its metadata (RFC 7591 §2, JSON) and prints its id and secret. The secret is shown only once.",
                "Example: ./caregate client add app.json"
            })
    int add(
            @Parameters(paramLabel = "FILE", description = "The client metadata.") Path file,
            @Mixin CallOptions options) {
        Map<String, Object> metadata = object(file);
        try (Calls calls = open(options)) {
            return calls.show(calls.send("POST", "/clients", metadata).json());
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {"Lists all clients.", "Example: ./caregate client list"})
    int list(@Mixin CallOptions options) {
        try (Calls calls = open(options)) {
            return calls.show(
                    calls.list("/clients", MOST), "client_id", "client_name", "caregate_profile", "enabled", "scope");
        }
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = {"Shows one client, without its secret.", "Example: ./caregate client show growth-chart"})
    int show(@Parameters(paramLabel = "ID", description = "The client id.") String id, @Mixin CallOptions options) {
        try (Calls calls = open(options)) {
            return calls.show(calls.get(path(id)).json());
        }
    }

    @Command(
            name = "disable",
            mixinStandardHelpOptions = true,
            description = {
                "Disables a client. Everything issued to it is refused immediately.",
                "Example: ./caregate client disable growth-chart"
            })
    int disable(@Parameters(paramLabel = "ID", description = "The client id.") String id, @Mixin CallOptions options) {
        return enabled(id, false, options);
    }

    @Command(
            name = "enable",
            mixinStandardHelpOptions = true,
            description = {"Enables a client again.", "Example: ./caregate client enable growth-chart"})
    int enable(@Parameters(paramLabel = "ID", description = "The client id.") String id, @Mixin CallOptions options) {
        return enabled(id, true, options);
    }

    private int enabled(String id, boolean enabled, CallOptions options) {
        try (Calls calls = open(options)) {
            return calls.say(
                    id + (enabled ? " is on." : " is off."),
                    calls.change("PATCH", path(id), path(id), Map.of("enabled", enabled))
                            .json());
        }
    }

    @Command(
            name = "rotate-secret",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a new secret and prints it once. The current secret stays valid for a day, or as set with --overlap.",
                "Example: ./caregate client rotate-secret nightly-export --overlap 3600"
            })
    int rotateSecret(
            @Parameters(paramLabel = "ID", description = "The client id.") String id,
            @Option(
                            names = "--overlap",
                            paramLabel = "SECONDS",
                            description = "How long the current secret stays valid, in seconds. 0 revokes it now.")
                    @Nullable
                    Long overlap,
            @Mixin CallOptions options) {
        try (Calls calls = open(options)) {
            JsonNode rotated = calls.change(
                            "POST",
                            path(id),
                            path(id) + "/secrets",
                            overlap == null ? Map.of() : Map.of("overlap_seconds", overlap))
                    .json();
            return calls.show(rotated);
        }
    }

    @Command(
            name = "end-old-secret",
            mixinStandardHelpOptions = true,
            description = {
                "Revokes the previous secret before its overlap ends.",
                "Example: ./caregate client end-old-secret nightly-export"
            })
    int endOldSecret(
            @Parameters(paramLabel = "ID", description = "The client id.") String id, @Mixin CallOptions options) {
        try (Calls calls = open(options)) {
            return calls.say(
                    "Only the newest secret of " + id + " is valid now.",
                    calls.change("DELETE", path(id), path(id) + "/secrets/previous", null)
                            .json());
        }
    }

    @Command(
            name = "keys",
            mixinStandardHelpOptions = true,
            description = {
                "Replaces the public keys of a client. Register both keys during a rotation, then only the new one.",
                "Example: ./caregate client keys nightly-export jwks.json"
            })
    int keys(
            @Parameters(index = "0", paramLabel = "ID", description = "The client id.") String id,
            @Parameters(index = "1", paramLabel = "FILE", description = "The keys, a JWK set (RFC 7517 §5).") Path file,
            @Mixin CallOptions options) {
        Map<String, Object> jwks = object(file);
        try (Calls calls = open(options)) {
            return calls.say(
                    id + " signs with these keys now.",
                    calls.change("PUT", path(id), path(id) + "/keys", Map.of("jwks", jwks))
                            .json());
        }
    }

    private static String path(String id) {
        return Calls.path("/clients/{}", id);
    }

    static Map<String, Object> object(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw CommandRefused.unusable(file + " cannot be read.");
        }
        return StrictJson.object(text)
                .orElseThrow(() -> CommandRefused.unusable(file + " is not one JSON object without repeated names."));
    }
}
