package org.caregate.conformance.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.caregate.check.client.Reply;
import org.caregate.check.client.SmartApp;
import org.caregate.conformance.DemoProcess;
import org.caregate.conformance.RunningDemo;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code caregate login}: the real command, the real pages, a folder of its own for what it keeps. */
class LoginTests {
    private final RunningDemo run = RunningDemo.get();
    private final List<Process> started = new ArrayList<>();

    @TempDir
    Path home;

    @AfterEach
    void stop() {
        started.forEach(Process::destroyForcibly);
    }

    private Process start(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(DemoProcess.root().resolve("caregate").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", home.resolve("nothing").toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("XDG_CONFIG_HOME", home.toString());
        builder.environment().remove("CAREGATE_CLIENT");
        Process process = builder.start();
        process.getOutputStream().close();
        started.add(process);
        return process;
    }

    /** Exit status and everything said. */
    private record Ended(int status, String said) {}

    private static Ended end(Process process) throws Exception {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Ended(process.exitValue(), said);
    }

    private Ended command(String... arguments) throws Exception {
        return end(start(arguments));
    }

    private Process login() throws IOException {
        return start(
                "login",
                "--issuer",
                run.demo().issuer().toString(),
                "--cacert",
                run.demo().ca().toString());
    }

    /** The address that the command says to open. */
    private static URI address(Process login) throws IOException {
        BufferedReader said = new BufferedReader(new InputStreamReader(login.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder all = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            all.append(line).append('\n');
            if (line.startsWith("  https://")) {
                return URI.create(line.strip());
            }
        }
        throw new AssertionError(all.toString());
    }

    private static HttpResponse<String> callback(URI address) throws Exception {
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
            return http.send(
                    HttpRequest.newBuilder(address)
                            .timeout(Duration.ofMinutes(1))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    /** Where the browser is sent once that person has done what the pages ask. */
    private URI redirectFor(String role, URI address) {
        Reply page = run.browserOf(role).open(address);
        return page.redirects()
                ? page.location()
                : SmartApp.consent(run.browserOf(role), page, form -> {}).location();
    }

    @Test
    @Requirement({"RFC8252-7.3", "RFC8252-8.1", "RFC9207-2.4"})
    void administrator_signsInByTheBrowser_administers_andSignsOut() throws Exception {
        Process login = login();
        URI redirect = redirectFor("administrator", address(login));
        assertThat(redirect.toString()).startsWith("http://127.0.0.1:").contains("/callback?");

        HttpResponse<String> wrong = callback(URI.create(redirect.toString().replace("state=", "state=x")));
        assertThat(wrong.statusCode()).isEqualTo(400);
        HttpResponse<String> foreign =
                callback(URI.create(redirect.toString().replaceFirst("iss=[^&]*", "iss=https%3A%2F%2Fevil.example")));
        assertThat(foreign.statusCode()).isEqualTo(400);
        assertThat(login.isAlive()).isTrue();

        HttpResponse<String> right = callback(redirect);
        assertThat(right.statusCode()).isEqualTo(200);
        assertThat(right.body()).contains("You are signed in");
        Ended ended = end(login);
        assertThat(ended.status()).as(ended.said()).isZero();

        Path kept = home.resolve("caregate/login.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rw-------");
        Ended listed = command("user", "list", "--output", "json");
        assertThat(listed.status()).as(listed.said()).isZero();
        assertThat(listed.said()).contains("\"username\" : \"clinician\"");
        assertThat(ended.said() + listed.said()).doesNotContain("eyJ");
        assertThat(run.command("audit", "search", "--action", "administration", "-n", "5", "--json")
                        .output())
                .contains("\"request\":\"GET /admin/v1/people\"", "\"client\":\"caregate-cli\"");

        Ended out = command("logout");
        assertThat(out.status()).as(out.said()).isZero();
        assertThat(kept).doesNotExist();
        Ended after = command("user", "list");
        assertThat(after.status()).isEqualTo(2);
        assertThat(after.said()).contains("./caregate login");
    }

    @Test
    void whoMayNotAdminister_isToldSo_andNothingIsKept() throws Exception {
        Process login = login();
        URI redirect = redirectFor("clinician", address(login));
        callback(redirect);
        Ended ended = end(login);
        assertThat(ended.status()).isEqualTo(3);
        assertThat(home.resolve("caregate/login.json")).doesNotExist();
    }

    @Test
    void serverThatIsNotTrusted_isNotSpokenTo() throws Exception {
        Ended ended = command("login", "--issuer", run.demo().issuer().toString());
        assertThat(ended.status()).isEqualTo(6);
        assertThat(ended.said()).contains("--cacert");
    }

    @Test
    @Requirement("RFC8414-3.3")
    void issuerOfAnotherName_isRefused() throws Exception {
        String byAddress = run.demo().issuer().toString().replace("localhost", "127.0.0.1");
        Ended ended = command(
                "login", "--issuer", byAddress, "--cacert", run.demo().ca().toString());
        assertThat(ended.status()).isEqualTo(6);
    }

    @Test
    void loginThatOthersMayRead_isNotUsed() throws Exception {
        Path kept = Files.createDirectories(home.resolve("caregate")).resolve("login.json");
        Files.writeString(kept, "{}");
        Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rw-r--r--"));
        Ended ended = command("user", "list");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.said()).contains("chmod 600");
    }

    @Test
    void bash_completesWithThePrintedScript() throws Exception {
        Ended script = command("completion");
        Path file = Files.writeString(home.resolve("completion.bash"), script.said());
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        ". " + file
                                + " && COMP_WORDS=(caregate cl) COMP_CWORD=1 && _complete_caregate && echo \"${COMPREPLY[@]}\"")
                .redirectErrorStream(true)
                .start();
        String completed = new BufferedReader(new InputStreamReader(bash.getInputStream(), StandardCharsets.UTF_8))
                .lines()
                .collect(Collectors.joining("\n"));
        assertThat(bash.waitFor()).as(completed).isZero();
        assertThat(completed).contains("client");
    }
}
