package org.caregate.commandline;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.caregate.commandline.api.CallOptions;
import org.caregate.commandline.api.Calls;
import org.caregate.commandline.api.Reply;
import org.caregate.commandline.apply.Plan;
import org.caregate.commandline.apply.Step;
import org.caregate.commandline.exit.CommandRefused;
import org.caregate.commandline.exit.ExitStatus;
import org.caregate.server.config.ConfigurationFile;
import org.caregate.server.config.WantedState;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Makes clients and people as a file says. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = {
            "Shows how the server differs from a file, and adds or changes clients and people to match it. Roles and resources are"
                    + " only compared, because they are configured in the server's own files. Nothing is removed. Running it again changes nothing.",
            "Example: ./caregate apply -f clients.yaml --dry-run"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ApplyCommand implements Callable<Integer> {
    @ParentCommand
    private CaregateCommand root;

    @Spec
    private CommandSpec spec;

    @Option(names = "-f", required = true, paramLabel = "FILE", description = "The wanted state, in YAML.")
    private Path file;

    @Option(names = "--dry-run", description = "Only show the differences. Exit status 1 when there are any.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Apply without asking for confirmation.")
    private boolean yes;

    @Option(
            names = "--secrets",
            paramLabel = "FOLDER",
            description = "Write each new client's secret to a file there (mode 0600) instead of printing it.")
    private @Nullable Path secrets;

    @Mixin
    private CallOptions options;

    @Override
    public Integer call() {
        WantedState wanted = WantedState.read(file);
        try (Calls calls = root.calls(options, spec.commandLine().getOut())) {
            List<Step> steps = Plan.of(wanted, calls, issuer());
            long doable = steps.stream().filter(Step::isDoable).count();
            boolean elsewhere = steps.stream().anyMatch(Step.Elsewhere.class::isInstance);
            calls.say(steps.stream().map(Step::line).collect(Collectors.joining("\n")), json(steps));
            if (dryRun) {
                return doable == 0 && !elsewhere ? ExitStatus.OK : ExitStatus.FAILED;
            }
            if (doable > 0) {
                confirm(doable);
                carryOut(steps, calls);
            }
            return elsewhere ? ExitStatus.FAILED : ExitStatus.OK;
        }
    }

    private URI issuer() {
        URI server = options.server(root.configuration());
        return server == null ? ConfigurationFile.read(root.configuration()).issuer() : server;
    }

    private static JsonNode json(List<Step> steps) {
        ArrayNode all = JsonMapper.shared().createArrayNode();
        steps.forEach(step -> {
            ArrayNode differences = all.addObject()
                    .put("step", step.getClass().getSimpleName())
                    .put("what", step.what())
                    .putArray("differences");
            step.differences().forEach(differences::add);
        });
        return all;
    }

    @SuppressWarnings("SystemConsoleNull") // it is null where the JDK runs without its console module
    private void confirm(long changes) {
        if (yes) {
            return;
        }
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw CommandRefused.unusable("Nothing was changed: without a terminal say --yes, or --dry-run.");
        }
        String answer = console.readLine("Make these %d changes? [y/N] ", changes);
        if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
            throw CommandRefused.unusable("Nothing was changed.");
        }
    }

    private void carryOut(List<Step> steps, Calls calls) {
        PrintWriter err = spec.commandLine().getErr();
        int done = 0;
        for (Step step : steps) {
            try {
                carryOut(step, calls);
            } catch (CommandRefused refused) {
                err.println(done + " changes were made before this one; the same command goes on from there.");
                throw CommandRefused.because(refused.status(), step.what() + ": " + refused.getMessage());
            }
            done += step.isDoable() ? 1 : 0;
        }
        err.println(done + " changes were made.");
        err.flush();
    }

    private void carryOut(Step step, Calls calls) {
        switch (step) {
            case Step.AddClient add -> {
                Reply added = calls.send("POST", "/clients", add.metadata());
                String id = added.json().path("client_id").asString();
                if (added.json().has("client_secret")) {
                    keep(id, added.json().path("client_secret").asString());
                }
                if (!add.enabled()) {
                    calls.change("PATCH", Calls.path("/clients/{}", id), Map.of("enabled", false), added.tag());
                }
            }
            case Step.ChangeClient change -> {
                String tag = change.tag();
                if (change.metadata() != null) {
                    tag = calls.change("PUT", change.path(), change.metadata(), tag)
                            .tag();
                }
                if (change.enabled() != null) {
                    calls.change("PATCH", change.path(), Map.of("enabled", change.enabled()), tag);
                }
            }
            case Step.ChangePerson change -> calls.change("PATCH", change.path(), change.body(), change.tag());
            case Step.Unchanged same -> {}
            case Step.Elsewhere other -> {}
        }
    }

    private void keep(String id, String secret) {
        if (secrets == null) {
            PrintWriter out = spec.commandLine().getOut();
            out.println("the secret of " + id + ", shown this once: " + secret);
            out.flush();
            return;
        }
        try {
            Files.createDirectories(secrets);
            Path kept = Files.createFile(
                    secrets.resolve(id.replaceAll("[^A-Za-z0-9._-]", "_")),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(kept, secret);
        } catch (IOException e) {
            throw CommandRefused.failed(
                    "The client was registered, but its secret could not be saved. Make a new one with client rotate-secret.");
        }
    }
}
