package org.caregate.evaluation.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The demo's FHIR server and app, a process of their own.
 *
 * <p>It ends when its standard input does, which happens however this program ends; so nothing of it survives a {@code kill -9}.
 */
final class FhirProcess implements AutoCloseable {
    private final Process process;

    private FhirProcess(Process process) {
        this.process = process;
    }

    /** Its settings. */
    record Arguments(
            int fhirPort,
            Path credential,
            int appPort,
            Path certificate,
            Path key,
            String appClient,
            URI iss,
            Path data) {
        List<String> words() {
            return List.of(
                    "--fhir-port", Integer.toString(fhirPort),
                    "--credential-file", credential.toString(),
                    "--app-port", Integer.toString(appPort),
                    "--app-certificate", certificate.toString(),
                    "--app-key", key.toString(),
                    "--app-client-id", appClient,
                    "--app-iss", iss.toString(),
                    "--data", data.toString());
        }
    }

    /** Starts it and returns once it is ready. */
    static FhirProcess start(Path jar, Arguments arguments, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+UseCompactObjectHeaders"));
        Path cache = jar.resolveSibling("caregate-demo.aot");
        if (Boolean.getBoolean("caregate.train")) {
            command.add("-XX:AOTCacheOutput=" + cache);
        } else if (Files.exists(cache)) {
            command.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-Xlog:cds=off"));
        }
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(arguments.words());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        FhirProcess started = new FhirProcess(process);
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("READY ")) {
                Thread.ofVirtual().name("fhir-process-output").start(() -> drain(output));
                return started;
            }
        }
        started.close();
        throw new IOException("the demo's FHIR server did not start; see " + log);
    }

    /** Nothing is expected, but a full pipe would stop it. */
    private static void drain(BufferedReader output) {
        try (output) {
            while (output.readLine() != null) {
                // not of interest
            }
        } catch (IOException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Done when it has ended. */
    CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            boolean training = Boolean.getBoolean("caregate.train"); // its cache is written as it ends
            if (!process.waitFor(training ? 60 : 3, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
