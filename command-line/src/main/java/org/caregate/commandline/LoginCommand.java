package org.caregate.commandline;

import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.caregate.commandline.exit.CommandRefused;
import org.caregate.commandline.exit.ExitStatus;
import org.caregate.commandline.login.Issuer;
import org.caregate.commandline.login.LoginFile;
import org.caregate.commandline.login.LoginFlow;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Signs an administrator in at the command line. */
@Command(
        name = "login",
        mixinStandardHelpOptions = true,
        description = {
            "Signs you in with the browser and two factors. The login is stored in your configuration folder, readable by you only, and ends"
                    + " after a working day.",
            "Example: ./caregate login --issuer https://auth.example.org"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class LoginCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--issuer", required = true, paramLabel = "URL", description = "The issuer URL of the server.")
    private URI issuer;

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            description = "Certificate authorities to trust instead of the default ones, PEM.")
    private @Nullable Path authorities;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "How long to wait for the sign-in, in seconds (default: 600).")
    private int wait;

    @Override
    public Integer call() {
        if (!"https".equals(issuer.getScheme())
                || issuer.getRawPath() == null
                || !issuer.getRawPath().isEmpty()) {
            throw CommandRefused.unusable(
                    "--issuer must be an https URL without a path, such as https://auth.example.org.");
        }
        PrintWriter out = spec.commandLine().getOut();
        Path trusted = authorities == null ? null : authorities.toAbsolutePath().normalize();
        try (HttpClient http = Issuer.trusting(trusted)) {
            LoginFlow.run(
                    http,
                    issuer,
                    trusted,
                    LoginFile.usual(),
                    Duration.ofSeconds(Math.clamp(wait, 1, 3600)),
                    Clock.systemUTC(),
                    address -> {
                        out.println("Open this address in a browser on this machine:");
                        out.println();
                        out.println("  " + address);
                        out.println();
                        out.flush();
                    });
        }
        out.println("You are signed in at " + issuer + ". ./caregate logout ends it.");
        out.flush();
        return ExitStatus.OK;
    }
}
