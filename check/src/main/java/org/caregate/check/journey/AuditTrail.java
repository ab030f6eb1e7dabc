package org.caregate.check.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the log as an auditor does: an export through the command line, verified offline by a program of its own. */
public final class AuditTrail {
    private final List<String> caregate;
    private final List<String> verifier;
    private final Path folder;

    /**
     * A trail.
     *
     * @param caregate the command line that precedes {@code audit export}
     * @param verifier the command line of the offline verifier
     * @param folder an empty folder for the export
     */
    public AuditTrail(List<String> caregate, List<String> verifier, Path folder) {
        this.caregate = List.copyOf(caregate);
        this.verifier = List.copyOf(verifier);
        this.folder = folder;
    }

    /** Exports the log and reads its entries. */
    public List<JsonNode> export() {
        run("audit export", join(caregate, "audit", "export", folder.toString()));
        try (var lines = Files.lines(folder.resolve("entries.ndjson"))) {
            return lines.filter(line -> !line.isBlank())
                    .map(line -> JsonMapper.shared().readTree(line))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Verifies the export with the key printed at first start; answers the verifier's last line. */
    public String verify(String logKey) {
        return run("offline verifier", join(verifier, folder.toString(), "--key", logKey));
    }

    private static List<String> join(List<String> command, String... arguments) {
        return java.util.stream.Stream.concat(command.stream(), java.util.Arrays.stream(arguments))
                .toList();
    }

    private static String run(String what, List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new Expectation.NotMetException(
                        what + " exits with 0, saw " + process.exitValue() + ": " + output);
            }
            return output.substring(output.lastIndexOf('\n') + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
