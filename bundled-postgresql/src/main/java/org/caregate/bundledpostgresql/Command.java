package org.caregate.bundledpostgresql;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One call of another program, with next to nothing of our environment. */
record Command(List<String> line) {
    /** How a program ended, and what it printed. */
    record Outcome(int status, String output) {
        boolean succeeded() {
            return status == 0;
        }

        String lastLine() {
            return output.strip().lines().reduce((first, second) -> second).orElse("no message");
        }
    }

    static Command of(RunAs user, String... words) {
        List<String> line = new ArrayList<>(user.prefix());
        line.addAll(List.of(words));
        return new Command(List.copyOf(line));
    }

    /** The same command as the argument of another. */
    Command after(String other) {
        List<String> longer = new ArrayList<>(List.of(other));
        longer.addAll(line);
        return new Command(List.copyOf(longer));
    }

    /** Runs it to its end. A program that is not there is an outcome too: status 127, as in a shell. */
    Outcome run() throws IOException {
        Process process;
        try {
            process = builder().redirectErrorStream(true).start();
        } catch (IOException notThere) {
            return new Outcome(127, line.getFirst() + " cannot be run");
        }
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + line.getFirst(), interrupted);
        }
    }

    /** Starts it in the background, its output appended to a file. */
    Process start(Path output) throws IOException {
        return builder()
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
    }

    private ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(line).directory(Path.of("/").toFile());
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
        environment.clear();
        environment.putAll(Map.of("PATH", path, "LC_ALL", "C", "TZ", "UTC"));
        return builder;
    }
}
