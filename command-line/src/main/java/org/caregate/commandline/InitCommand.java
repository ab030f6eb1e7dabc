package org.caregate.commandline;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.caregate.commandline.exit.CommandRefused;
import org.caregate.commandline.exit.ExitStatus;
import org.caregate.commandline.init.NewDeployment;
import org.caregate.edge.development.DevelopmentAuthority;
import org.caregate.server.config.ConfiguredUrl;
import org.caregate.server.config.ConfiguredUrl.Shape;
import org.caregate.server.http.ServerCertificate;
import org.caregate.server.node.LoopbackOnly;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Makes a new deployment's files. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = {
            "Creates caregate.yaml, the policy file, the key file, the database passwords and a checklist. Prompts for missing options; without"
                    + " a terminal, all of them are required. Never overwrites a file.",
            "Example: ./caregate init --config /etc/caregate/caregate.yaml --issuer https://auth.example.org"
                    + " --base https://api.example.org/fhir --upstream https://fhir.internal/fhir --certificate tls.pem --key tls.key"
                    + " --database-url jdbc:postgresql://db.internal/caregate"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class InitCommand implements Callable<Integer> {
    @ParentCommand
    private CaregateCommand root;

    @Spec
    private CommandSpec spec;

    @Option(names = "--issuer", paramLabel = "URL", description = "The authorization server's public address.")
    private @Nullable String issuer;

    @Option(names = "--base", paramLabel = "URL", description = "The FHIR API's public base, which the gateway serves.")
    private @Nullable String base;

    @Option(names = "--upstream", paramLabel = "URL", description = "The FHIR server behind the gateway.")
    private @Nullable String upstream;

    @Option(
            names = "--upstream-credential",
            paramLabel = "FILE",
            description = "A file with the gateway's own bearer token for the FHIR server (default: none).")
    private @Nullable Path upstreamCredential;

    @Option(names = "--certificate", paramLabel = "FILE", description = "The listeners' certificate, PEM.")
    private @Nullable String certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "Its key, PEM, PKCS #8.")
    private @Nullable String key;

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "jdbc:postgresql://HOST:PORT/NAME, or bundled for trying out on loopback.")
    private @Nullable String database;

    @Option(
            names = "--database-ca",
            paramLabel = "FILE",
            description = "The certificate authority of the database server, PEM (default: the JDK's authorities).")
    private @Nullable Path databaseAuthority;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            description = "The address to listen on (default: all addresses; 127.0.0.1 with the bundled database).")
    private @Nullable String listen;

    @Override
    public Integer call() throws IOException {
        Path configuration = root.configuration();
        if (Files.exists(configuration)) {
            throw CommandRefused.unusable(configuration
                    + " already exists, so nothing was changed. Edit it, or choose another file with --config.");
        }
        ask();
        List<String> wrong = new ArrayList<>();
        URI issuerUrl = url("--issuer", issuer, wrong, Shape.ORIGIN, Set.of("https"));
        URI baseUrl = url("--base", base, wrong, Shape.PUBLIC_BASE, Set.of("https"));
        URI upstreamUrl = url("--upstream", upstream, wrong, Shape.SERVER, Set.of("https", "http"));
        Path certificateFile = file("--certificate", certificate, wrong);
        Path keyFile = file("--key", key, wrong);
        String databaseUrl = database == null ? "" : database.strip();
        if (!databaseUrl.equals("bundled") && !databaseUrl.matches("jdbc:postgresql://[^/?\"\\s]+/[^/?\"\\s]+")) {
            wrong.add("--database-url must be jdbc:postgresql://HOST:PORT/NAME or bundled");
        }
        boolean bundled = databaseUrl.equals("bundled");
        String address = listen == null ? bundled ? "127.0.0.1" : "0.0.0.0" : listen;
        refuseWhatWouldNotStart(bundled, address, certificateFile, keyFile, wrong);
        if (!wrong.isEmpty()) {
            throw CommandRefused.unusable(String.join("\n", wrong));
        }
        List<String> told = new NewDeployment(
                        configuration,
                        new NewDeployment.Answers(
                                issuerUrl,
                                baseUrl,
                                upstreamUrl,
                                upstreamCredential,
                                certificateFile,
                                keyFile,
                                address,
                                bundled ? null : databaseUrl,
                                databaseAuthority))
                .make(Clock.systemUTC());
        PrintWriter out = spec.commandLine().getOut();
        told.forEach(out::println);
        out.println("What is left to do stands in " + configuration.resolveSibling("CHECKLIST.md"));
        out.flush();
        return ExitStatus.OK;
    }

    /** At a terminal, for what was not given; elsewhere what is missing is named together. */
    @SuppressWarnings("SystemConsoleNull") // it is null where the JDK runs without its console module
    private void ask() {
        Console console = System.console();
        List<String> missing = new ArrayList<>();
        issuer = given("--issuer", "The authorization server's public address (https://...)", issuer, console, missing);
        base = given("--base", "The FHIR API's public base (https://.../fhir)", base, console, missing);
        upstream = given("--upstream", "The FHIR server behind the gateway", upstream, console, missing);
        certificate = given("--certificate", "The listeners' certificate (PEM file)", certificate, console, missing);
        key = given("--key", "Its key (PEM file)", key, console, missing);
        database = given(
                "--database-url", "PostgreSQL (jdbc:postgresql://HOST/NAME, or bundled)", database, console, missing);
        if (!missing.isEmpty()) {
            throw CommandRefused.unusable("Missing without a terminal to ask at: " + String.join(", ", missing) + ".");
        }
    }

    private static @Nullable String given(
            String option, String question, @Nullable String value, @Nullable Console console, List<String> missing) {
        if (value != null) {
            return value;
        }
        String answer = console != null && console.isTerminal() ? console.readLine("%s: ", question) : null;
        if (answer == null || answer.isBlank()) {
            missing.add(option);
            return null;
        }
        return answer.strip();
    }

    /** As the start rules would say it, before anything is written. */
    private static void refuseWhatWouldNotStart(
            boolean bundled, String address, Path certificate, Path key, List<String> wrong) {
        if (Files.isReadable(certificate)
                && Files.isReadable(key)
                && ServerCertificate.read(certificate, key, Instant.now())
                        instanceof ServerCertificate.Result.Refused(String line)) {
            wrong.add(line);
        }
        if (LoopbackOnly.isLoopback(address)) {
            return;
        }
        if (bundled) {
            wrong.add("--database-url bundled is for loopback only, and --listen " + address + " is not");
        }
        if (DevelopmentAuthority.issued(certificate)) {
            wrong.add("--certificate is a development certificate, for loopback only, and --listen " + address
                    + " is not");
        }
    }

    private static URI url(String option, @Nullable String text, List<String> wrong, Shape shape, Set<String> schemes) {
        return ConfiguredUrl.parse(text == null ? "" : text, shape, schemes).orElseGet(() -> {
            wrong.add(option + " must be " + ConfiguredUrl.wanted(shape, schemes));
            return URI.create("https://missing.invalid");
        });
    }

    private static Path file(String option, @Nullable String text, List<String> wrong) {
        Path path = Path.of(text == null ? "" : text);
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            wrong.add(option + " names no file that can be read");
        }
        return path;
    }
}
