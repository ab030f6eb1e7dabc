package org.caregate.commandline.api;

import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.function.Supplier;
import org.caregate.administration.http.AdministrationApi;
import org.caregate.administration.operation.Operator;
import org.caregate.commandline.exit.CommandRefused;
import org.caregate.commandline.exit.ExitStatus;
import org.caregate.commandline.login.Issuer;
import org.caregate.commandline.login.LoginFile;
import org.caregate.commandline.login.LoginFile.Login;
import org.caregate.commandline.login.ServiceKey;
import org.caregate.commandline.login.StoredTokens;
import org.caregate.commandline.login.TokenSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command of the administration understands: where it goes, as whom, and how its answer is shown. */
public final class CallOptions {
    /** How an answer is shown. */
    public enum Output {
        TABLE,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "Output format: table (default) or json.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Output output;

    @Option(
            names = "--issuer",
            paramLabel = "URL",
            description = "The issuer URL of a remote server. Uses the stored login, or --client and --key.")
    private @Nullable URI issuer;

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            description = "Certificate authorities to trust instead of the default ones, PEM.")
    private @Nullable Path authorities;

    @Option(
            names = "--client",
            paramLabel = "ID",
            defaultValue = "${env:CAREGATE_CLIENT}",
            description = "For automation: the id of a client of profile Service2026 (or set CAREGATE_CLIENT).")
    private @Nullable String client;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            defaultValue = "${env:CAREGATE_KEY}",
            description = "The private key of that client: a JWK file that only you can read (or set CAREGATE_KEY).")
    private @Nullable Path key;

    /** The API on this machine, as the user of the operating system. */
    public record Local(AdministrationApi api, Operator operator, Runnable closing) {}

    /**
     * Opens the way there: the network when an issuer is named or nothing is configured here, else this process.
     *
     * @param configuration of this machine's server, if it has one
     */
    public Calls open(Path configuration, Supplier<Local> local, PrintWriter out) {
        return new Calls(transport(configuration, local), output, out);
    }

    /** The server that is called over the network; null when it is this machine's, or when none is known. */
    public @Nullable URI server(Path configuration) {
        if (isHere(configuration)) {
            return null;
        }
        return issuer != null || client != null
                ? issuer
                : LoginFile.usual().read().map(Login::issuer).orElse(null);
    }

    private boolean isHere(Path configuration) {
        return issuer == null && client == null && Files.exists(configuration);
    }

    private Transport transport(Path configuration, Supplier<Local> local) {
        if (isHere(configuration)) {
            Local here = local.get();
            return new LocalTransport(here.api(), here.operator(), here.closing());
        }
        LoginFile file = LoginFile.usual();
        Login login = client == null ? file.read().orElse(null) : null;
        URI server = issuer != null ? issuer : login != null ? login.issuer() : null;
        if (server == null) {
            throw CommandRefused.unusable(
                    "There is no file " + configuration
                            + ", and you are not signed in. Run ./caregate login --issuer URL, or choose a configuration with --config.");
        }
        Path trusted = authorities != null ? authorities : login != null ? login.authorities() : null;
        HttpClient http = Issuer.trusting(trusted);
        return new HttpTransport(http, URI.create(server + "/admin/v1"), tokens(http, server, file, login));
    }

    private TokenSource tokens(HttpClient http, URI server, LoginFile file, @Nullable Login login) {
        if (client != null) {
            if (key == null) {
                throw CommandRefused.unusable("--client goes with --key, the file of its private key.");
            }
            return ServiceKey.of(http, server, client, key, Clock.systemUTC());
        }
        if (login == null || !login.issuer().equals(server)) {
            throw CommandRefused.because(
                    ExitStatus.REFUSED, "You are not signed in at " + server + ": ./caregate login --issuer " + server);
        }
        return new StoredTokens(http, file, login, Clock.systemUTC());
    }
}
