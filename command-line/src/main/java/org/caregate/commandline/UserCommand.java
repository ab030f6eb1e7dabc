package org.caregate.commandline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.caregate.commandline.api.CallOptions;
import org.caregate.commandline.api.Calls;
import org.caregate.commandline.exit.CommandRefused;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Manages people. */
@Command(name = "user", description = "Invites people, sets their roles, resets their factors and disables them.")
final class UserCommand extends CommandGroup {
    private static final int MOST = 10_000;

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = {
                "Prints an invitation link, with which a new person sets a password and an authenticator app. It works once, within three days."
                        + " A new invitation for the same name replaces the earlier one.",
                "Example: ./caregate user add dr.lee --name \"Dr. Morgan Lee\" --role clinician --fhir-user Practitioner/d1"
            })
    int add(
            @Parameters(paramLabel = "USERNAME", description = "The name the person signs in with.") String username,
            @Option(names = "--name", required = true, paramLabel = "NAME", description = "The name shown on pages.")
                    String name,
            @Option(
                            names = "--role",
                            required = true,
                            paramLabel = "ROLE",
                            description = "Role: patient, clinician or administrator.")
                    String role,
            @Option(
                            names = "--fhir-user",
                            paramLabel = "TYPE/ID",
                            description = "The person's own FHIR resource, such as Practitioner/d1.")
                    @Nullable
                    String fhirUser,
            @Option(
                            names = "--patient",
                            paramLabel = "ID",
                            description =
                                    "For the role patient: the person's own record. Same as --fhir-user Patient/ID.")
                    @Nullable
                    String patient,
            @Mixin CallOptions options) {
        if (fhirUser != null && patient != null) {
            throw CommandRefused.unusable("--fhir-user and --patient contradict one another: give one of them.");
        }
        Map<String, Object> invited = new LinkedHashMap<>();
        invited.put("username", username);
        invited.put("name", name);
        invited.put("role", role);
        String own = patient == null ? fhirUser : "Patient/" + patient;
        if (own != null) {
            invited.put("fhir_user", own);
        }
        try (Calls calls = open(options)) {
            JsonNode made = calls.send("POST", "/invitations", invited).json();
            return calls.say(made.path("link").asString() + "   (works once, for three days)", made);
        }
    }

    @Command(
            name = "reset",
            mixinStandardHelpOptions = true,
            description = {
                "Prints a reset link, with which a person who lost their password or authenticator replaces both. It works once, within a day."
                        + " Its use ends all tokens and sessions of the person.",
                "Example: ./caregate user reset dr.lee"
            })
    int reset(
            @Parameters(paramLabel = "NAME", description = "The user name or the opaque id.") String name,
            @Mixin CallOptions options) {
        try (Calls calls = open(options)) {
            JsonNode made = calls.send("POST", "/resets", Map.of("person", id(calls, name)))
                    .json();
            return calls.say(made.path("link").asString() + "   (works once, for a day)", made);
        }
    }

    @Command(
            name = "links",
            mixinStandardHelpOptions = true,
            description = {
                "Lists the invitation and reset links that still work, and who made them. The list does not contain the links themselves.",
                "Example: ./caregate user links"
            })
    int links(@Mixin CallOptions options) {
        try (Calls calls = open(options)) {
            return calls.show(
                    calls.list("/links", MOST),
                    "id",
                    "kind",
                    "username",
                    "roles",
                    "fhir_user",
                    "made_by_person",
                    "made_by_system_user",
                    "expires");
        }
    }

    @Command(
            name = "withdraw",
            mixinStandardHelpOptions = true,
            description = {
                "Withdraws a link. Disabling a person withdraws every link that person made.",
                "Example: ./caregate user withdraw 3q2vX0b9Jc8"
            })
    int withdraw(
            @Parameters(paramLabel = "LINK", description = "The id of the link, from user links.") String link,
            @Mixin CallOptions options) {
        try (Calls calls = open(options)) {
            return calls.say(
                    "The link no longer works.",
                    calls.send("DELETE", Calls.path("/links/{}", link), null).json());
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {"Lists all accounts.", "Example: ./caregate user list --output json"})
    int list(@Mixin CallOptions options) {
        try (Calls calls = open(options)) {
            return calls.show(calls.list("/people", MOST), "username", "name", "roles", "fhir_user", "enabled", "id");
        }
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = {"Shows one person.", "Example: ./caregate user show dr.lee"})
    int show(
            @Parameters(paramLabel = "NAME", description = "The user name or the opaque id.") String name,
            @Mixin CallOptions options) {
        try (Calls calls = open(options)) {
            return calls.show(calls.get(path(calls, name)).json());
        }
    }

    @Command(
            name = "disable",
            mixinStandardHelpOptions = true,
            description = {
                "Disables a person. Their tokens and sessions end immediately, and they cannot sign in.",
                "Example: ./caregate user disable dr.lee"
            })
    int disable(
            @Parameters(paramLabel = "NAME", description = "The user name or the opaque id.") String name,
            @Mixin CallOptions options) {
        return change(name, Map.of("enabled", false), name + " is off.", options);
    }

    @Command(
            name = "enable",
            mixinStandardHelpOptions = true,
            description = {"Enables a person again.", "Example: ./caregate user enable dr.lee"})
    int enable(
            @Parameters(paramLabel = "NAME", description = "The user name or the opaque id.") String name,
            @Mixin CallOptions options) {
        return change(name, Map.of("enabled", true), name + " is on.", options);
    }

    @Command(
            name = "roles",
            mixinStandardHelpOptions = true,
            description = {"Replaces the roles of a person.", "Example: ./caregate user roles dr.lee clinician"})
    int roles(
            @Parameters(index = "0", paramLabel = "NAME", description = "The user name or the opaque id.") String name,
            @Parameters(index = "1..*", arity = "1..*", paramLabel = "ROLE", description = "All of their roles.")
                    List<String> roles,
            @Mixin CallOptions options) {
        return change(name, Map.of("roles", roles), name + ": " + String.join(", ", roles) + ".", options);
    }

    private int change(String name, Map<String, ?> body, String said, CallOptions options) {
        try (Calls calls = open(options)) {
            String path = path(calls, name);
            return calls.say(said, calls.change("PATCH", path, path, body).json());
        }
    }

    private static String path(Calls calls, String name) {
        return Calls.path("/people/{}", id(calls, name));
    }

    /** The opaque id behind a user name; what is no user name is taken for the id itself. */
    static String id(Calls calls, String name) {
        List<JsonNode> found = calls.items("/people" + Calls.query(Map.of("username", name)));
        return found.isEmpty() ? name : found.getFirst().path("id").asString();
    }
}
