package org.caregate.conformance.nodes;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.caregate.conformance.Await;

/** One node: {@code ./caregate serve} on its own ports, maybe in a network namespace. */
final class Program {
    private final List<String> prefix;
    private final Path configuration;
    private final Path log;
    private final InetSocketAddress issuer;
    private final InetSocketAddress gateway;
    private final int management;
    private Path build;
    private Process process;

    /**
     * Starts it.
     *
     * @param build the folder of the program
     * @param prefix what the command begins with, such as {@code ip netns exec NAME}
     */
    Program(Path build, List<String> prefix, Path configuration, String host, int issuer, int gateway, int management)
            throws IOException {
        this.build = build;
        this.prefix = prefix;
        this.configuration = configuration;
        this.log = Path.of("target", "node-" + management + ".log").toAbsolutePath();
        this.issuer = new InetSocketAddress(host, issuer);
        this.gateway = new InetSocketAddress(host, gateway);
        this.management = management;
        this.process = launch();
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(build.resolve("caregate").toString(), "serve", "--config", configuration.toString()));
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()))
                .start();
        started.getOutputStream().close();
        return started;
    }

    void startAgain() throws IOException {
        process = launch();
    }

    /** Starts the program of that folder in its place. */
    void startAs(Path other) throws IOException {
        build = other;
        process = launch();
    }

    InetSocketAddress issuer() {
        return issuer;
    }

    InetSocketAddress gateway() {
        return gateway;
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM; its exit status. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            kill();
        }
        return process.exitValue();
    }

    void awaitReady() throws Exception {
        Await.until("readiness of the node; it said:\n" + said(), () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the node ended early:\n" + said());
            }
            return readiness() == 200;
        });
    }

    /** What {@code /readyz} answers; 0 when nobody does. Asked from where the node is, as it is answered on loopback only. */
    int readiness() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                "curl",
                "-s",
                "-m",
                "10",
                "-o",
                "/dev/null",
                "-w",
                "%{http_code}",
                "http://127.0.0.1:" + management + "/readyz"));
        Process curl = new ProcessBuilder(command).start();
        String status = new String(curl.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        curl.waitFor();
        return Integer.parseInt(status.strip());
    }

    /** Memory that the process holds now. */
    long residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    /** Everything it has said. */
    String said() throws IOException {
        return Files.readString(log);
    }
}
