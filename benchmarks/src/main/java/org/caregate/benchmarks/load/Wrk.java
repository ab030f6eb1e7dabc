package org.caregate.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The load generator wrk with one of our scripts, for a bounded time, against loopback only. */
public final class Wrk {
    private static final int THREADS = 2;

    /**
     * What one run saw.
     *
     * @param requests answers that were read to their end; those under way at the end are not counted
     * @param refused answers of 400 and above
     * @param broken connections and reads that failed
     */
    public record Result(long requests, double seconds, long refused, long broken, double p50Millis, double p99Millis) {
        public double rate() {
            return requests / seconds;
        }

        public long good() {
            return requests - refused;
        }
    }

    private final Path folder;

    public Wrk(Path folder) {
        this.folder = folder;
    }

    /** Reads one address with the tokens of a file in rotation. */
    public Result reading(URI address, Path tokens, int connections, int seconds) {
        return run("rotate.lua", address, connections, seconds, tokens.toString());
    }

    /** As {@link #reading}, with a pause of {@code pauseMillis} on average before each request of a connection. */
    public Result readingNowAndThen(URI address, Path tokens, int connections, int pauseMillis, int seconds) {
        return run("rotate.lua", address, connections, seconds, tokens.toString(), Integer.toString(pauseMillis));
    }

    /**
     * Posts forms.
     *
     * @param forms one a line
     * @param authorization the header's value; empty for none
     */
    public Result posting(Way way, URI address, Path forms, String authorization, int connections, int seconds) {
        return run(
                way.script,
                address,
                connections,
                seconds,
                forms.toString(),
                Integer.toString(THREADS),
                authorization.isEmpty() ? "-" : authorization);
    }

    /** How the forms of a file are used. */
    public enum Way {
        /** Each of them once: a thread that has sent all of its own stops. */
        ONCE("post.lua"),
        /** Again and again. */
        IN_ROTATION("rotate-forms.lua"),
        /** Each is a client's id and a refresh token, which is exchanged for the next one again and again. */
        REFRESHING("refresh.lua");

        private final String script;

        Way(String script) {
            this.script = script;
        }
    }

    private Result run(String script, URI address, int connections, int seconds, String... arguments) {
        if (!"localhost".equals(address.getHost()) && !"127.0.0.1".equals(address.getHost())) {
            throw new IllegalArgumentException("load goes to loopback only");
        }
        List<String> command = new ArrayList<>(List.of(
                "wrk",
                "-t" + THREADS,
                "-c" + connections,
                "-d" + seconds + "s",
                "--timeout",
                "10s",
                "-s",
                unpacked(script).toString(),
                address.toString(),
                "--"));
        command.addAll(List.of(arguments));
        try {
            Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (wrk.waitFor() != 0) {
                throw new IllegalStateException("wrk failed: " + output);
            }
            return output.lines()
                    .filter(line -> line.startsWith("RESULT "))
                    .map(Wrk::result)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("wrk printed no result: " + output));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static Result result(String line) {
        String[] fields = line.split(" ", -1);
        return new Result(
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]) / 1e6,
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                Long.parseLong(fields[5]) / 1e3,
                Long.parseLong(fields[6]) / 1e3);
    }

    private Path unpacked(String script) {
        Path file = folder.resolve(script);
        try (InputStream in = Objects.requireNonNull(Wrk.class.getResourceAsStream(script))) {
            Files.write(file, in.readAllBytes());
            return file;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
