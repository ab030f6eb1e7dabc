package org.caregate.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The real program on a data folder of its own: the demo makes keys, certificates and clients once, then {@code caregate serve}
 * runs on its {@code caregate.yaml} with our upstream in place of the demo's.
 */
public final class CaregateProgram implements AutoCloseable {
    private static final long LONGEST_START_SECONDS = 600; // the first one builds

    private final Path command;
    private final Path data;
    private final int firstPort;
    private Process process;

    private CaregateProgram(Path command, Path data, int firstPort, Process process) {
        this.command = command;
        this.data = data;
        this.firstPort = firstPort;
        this.process = process;
    }

    /** Makes the folder, points it at the upstream, and serves. */
    public static CaregateProgram serving(Path command, Path data, int upstreamPort) {
        int ports = Tools.freePorts(4);
        CaregateProgram program = new CaregateProgram(
                command, data, ports, start(command, data, "", "demo", "--ports-from", Integer.toString(ports)));
        program.awaitReady();
        Processes.stop(program.process);
        program.pointAt(upstreamPort);
        program.process = start(command, data, System.getProperty("benchmark.serve.options", ""), "serve");
        program.awaitReady();
        return program;
    }

    private static Process start(Path command, Path data, String javaOptions, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command.toString()));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--data", data.toString()));
        ProcessBuilder builder = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolveSibling("caregate.out").toFile()));
        builder.environment().put("CAREGATE_JAVA_OPTS", javaOptions);
        try {
            return builder.start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void awaitReady() {
        URI ready = URI.create("http://127.0.0.1:" + (firstPort + 3) + "/readyz");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_START_SECONDS);
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
            while (System.nanoTime() < end) {
                if (!process.isAlive()) {
                    throw new IllegalStateException(
                            "caregate ended: " + Files.readString(data.resolveSibling("caregate.out")));
                }
                try {
                    String parts = http.send(
                                    HttpRequest.newBuilder(ready)
                                            .timeout(Duration.ofMinutes(1))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body();
                    if (isReady(parts)) {
                        Thread.sleep(1_000); // the demo reads once after it is ready
                        return;
                    }
                } catch (IOException notYet) {
                    // asked again below
                }
                Thread.sleep(200);
            }
            throw new IllegalStateException("caregate was not ready in time");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Whether all that is measured is there: the token's measurement has no FHIR server behind it. */
    private static boolean isReady(String answer) {
        int parts = answer.indexOf("\"parts\"");
        return parts >= 0
                && !answer.substring(parts).replace("\"upstream\":\"DOWN\"", "").contains("DOWN");
    }

    private void pointAt(int upstreamPort) {
        Path yaml = data.resolve("caregate.yaml");
        try {
            String before = Files.readString(yaml);
            String after = before.replaceFirst(
                    "upstream: \\{ url: \"[^\"]*\"", "upstream: { url: \"http://127.0.0.1:" + upstreamPort + "/fhir\"");
            if (after.equals(before)) {
                throw new IllegalStateException("no upstream in " + before);
            }
            Files.writeString(yaml, after);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public URI issuer() {
        return URI.create("https://localhost:" + firstPort);
    }

    public URI fhirBase() {
        return URI.create("https://localhost:" + (firstPort + 1) + "/fhir");
    }

    /** What {@code /metrics} says of that name, summed over its labels. */
    public double metric(String name) {
        URI metrics = URI.create("http://127.0.0.1:" + (firstPort + 3) + "/metrics");
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
            return http.send(
                            HttpRequest.newBuilder(metrics)
                                    .timeout(Duration.ofMinutes(1))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    public Path data() {
        return data;
    }

    public long processId() {
        return process.pid();
    }

    /** Runs {@code caregate audit verify} and shows what it says; its exit status. */
    public int verifyLog() {
        try {
            return new ProcessBuilder(command.toString(), "audit", "verify", "--data", data.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Runs a command on the folder; what it printed. */
    public String run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(command.toString(), "--data", data.toString()));
        all.addAll(List.of(arguments));
        try {
            Process running = new ProcessBuilder(all)
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            data.resolveSibling("caregate.out").toFile()))
                    .start();
            String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (running.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", all) + ": " + said);
            }
            return said;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        Processes.stop(process);
    }
}
