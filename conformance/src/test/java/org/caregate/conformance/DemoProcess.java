package org.caregate.conformance;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.caregate.check.client.DemoFile;

/** The program as a user starts it: {@code ./caregate demo} on a folder and ports of its own, without input and terminal. */
public final class DemoProcess {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path data;
    private final int firstPort;
    private Process process;

    private DemoProcess(Path data, int firstPort, Process process) {
        this.data = data;
        this.firstPort = firstPort;
        this.process = process;
    }

    /** Starts it; {@link #awaitReady} says when it answers. */
    public static DemoProcess start(Path data, int firstPort) throws IOException {
        return new DemoProcess(data, firstPort, launch(data, firstPort));
    }

    private static Process launch(Path data, int firstPort) throws IOException {
        Process started = new ProcessBuilder(
                        root().resolve("caregate").toString(),
                        "demo",
                        "--data",
                        data.toString(),
                        "--ports-from",
                        Integer.toString(firstPort))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log(data).toFile()))
                .start();
        started.getOutputStream().close();
        return started;
    }

    /** What the program says: kept with the build, for whoever reads a failure. */
    private static Path log(Path data) {
        return Path.of("target", data.getFileName() + ".log").toAbsolutePath();
    }

    /** Starts it again after it ended, on the same folder and ports. */
    public void startAgain() throws IOException {
        if (process.isAlive()) {
            throw new IllegalStateException("it still runs");
        }
        process = launch(data, firstPort);
    }

    /** Waits until every part says that it is ready. */
    public void awaitReady() throws IOException {
        HttpClient plain =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the demo ended early:\n" + Files.readString(log(data)));
            }
            if (ready(plain)) {
                return;
            }
            pause();
        }
        throw new IllegalStateException("the demo was not ready in time:\n" + Files.readString(log(data)));
    }

    private boolean ready(HttpClient plain) {
        try {
            if (!Files.exists(demoJson())) {
                return false;
            }
            URI ready = URI.create(demo().management() + "/readyz");
            return plain.send(
                                    HttpRequest.newBuilder(ready)
                                            .timeout(Duration.ofSeconds(10))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException | RuntimeException notYet) {
            return false; // the file is half written or the listener is not up: look again
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** A short wait between two looks. */
    public static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** SIGTERM, as an operator stops it; says its exit status. */
    public int stop() throws InterruptedException {
        process.destroy();
        return exit();
    }

    /** Waits until it ends by itself; says its exit status. */
    public int exit() throws InterruptedException {
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the program did not end");
        }
        return process.exitValue();
    }

    /** Everything it has said since the folder was made. */
    public String said() throws IOException {
        return Files.readString(log(data));
    }

    /** {@code kill -9} of the program alone; what it started lives on. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("kill -9 did not end the program");
        }
    }

    /** SIGTERM, and what is left of the folder is removed. */
    public void remove() {
        try {
            process.destroy();
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            new ProcessBuilder("rm", "-rf", data.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            System.err.println("could not remove " + data);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The program's data folder. */
    public Path data() {
        return data;
    }

    /** The file that describes the demo. */
    public Path demoJson() {
        return data.resolve("demo.json");
    }

    /** What that file says. */
    public DemoFile demo() {
        return DemoFile.read(demoJson());
    }

    /** Runs a command of the command line on this folder; its exit status and what it printed. */
    public Command command(String... arguments) throws IOException, InterruptedException {
        return command(data, arguments);
    }

    static Command command(Path data, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("--data", data.toString()));
        all.addAll(List.of(arguments));
        return run(all);
    }

    /** Runs {@code ./caregate} with these arguments; its exit status and what it printed. */
    public static Command run(List<String> arguments) throws IOException, InterruptedException {
        return run(root(), arguments);
    }

    /** Runs a command of the build in that folder. */
    public static Command run(Path build, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(build.resolve("caregate").toString()));
        command.addAll(arguments);
        Path output = Files.createTempFile("caregate-command", ".txt");
        Process running = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        running.getOutputStream().close();
        if (!running.waitFor(3, TimeUnit.MINUTES)) {
            running.destroyForcibly();
            throw new IllegalStateException(command + " did not end");
        }
        String said = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        return new Command(running.exitValue(), said);
    }

    /** What a command answered. */
    public record Command(int status, String output) {}

    /** The checkout's root, where {@code caregate} lies. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isExecutable(folder.resolve("caregate"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("the caregate script is in no parent folder");
        }
        return folder;
    }

    /** The first of ten free ports in a row. */
    public static int freePorts() { // below those that callers' connections get, which would take a stopped node's
        for (int attempt = 0; attempt < 50; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(10_000, 32_000);
            if (free(first, 10)) {
                return first;
            }
        }
        throw new IllegalStateException("no ten free ports in a row");
    }

    private static boolean free(int first, int count) {
        for (int port = first; port < first + count; port++) {
            try (ServerSocket probe = new ServerSocket(port)) {
                if (!probe.isBound()) {
                    return false;
                }
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }
}
