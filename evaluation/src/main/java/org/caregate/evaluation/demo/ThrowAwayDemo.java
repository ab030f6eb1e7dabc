package org.caregate.evaluation.demo;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.caregate.server.node.StartRefused;

/** A copy of the demo in a temporary folder on free ports, beside whatever else runs, gone without trace afterwards. */
public final class ThrowAwayDemo implements AutoCloseable {
    private final Path home;
    private final Path parent;
    private final Clock clock;
    private final Thread hook = new Thread(this::close, "shutdown");
    private RunningDemo running;
    private boolean closed;

    @SuppressWarnings("NullAway.Init") // running is there from start to close
    private ThrowAwayDemo(Path home, Path parent, Clock clock) {
        this.home = home;
        this.parent = parent;
        this.clock = clock;
    }

    /**
     * Makes the folder.
     *
     * @param home the checkout
     */
    public static ThrowAwayDemo create(Path home, Clock clock) throws IOException {
        Path parent = Files.createTempDirectory("caregate-");
        Path folder = parent.resolve("data");
        ThrowAwayDemo demo = new ThrowAwayDemo(home, parent, clock);
        new DemoFolder(folder).makeFolder();
        Files.setPosixFilePermissions(parent, Files.getPosixFilePermissions(folder));
        Runtime.getRuntime().addShutdownHook(demo.hook);
        return demo;
    }

    public Path folder() {
        return parent.resolve("data");
    }

    public Path log() {
        return parent.resolve("caregate.log");
    }

    private void start(PrintWriter out) {
        DemoFolder folder = new DemoFolder(folder());
        RunningDemo started =
                RunningDemo.start(folder, DemoPorts.free(), home.resolve("demo/target/caregate-demo.jar"), clock);
        synchronized (this) {
            running = started;
        }
        for (Panel.Timing timing : started.timings()) {
            out.printf("%-14s %.1f s%n", timing.what(), timing.took().toMillis() / 1000.0);
        }
        out.flush();
    }

    /** Starts it, reads once through the gateway, and stops. */
    public int startOnce(PrintWriter out) {
        start(out);
        close();
        return 0;
    }

    /**
     * Starts it and has the checker, a process that shares no class with it, do the main job; the checker's exit status.
     *
     * @param caregate the command line that goes before {@code audit export}
     */
    public int check(PrintWriter out, List<String> caregate) throws IOException, InterruptedException {
        Path checker = home.resolve("check/target/caregate-check.jar");
        if (!Files.isReadable(checker)) {
            throw new StartRefused(checker + " is missing; build it with: mvn -Dquick -DskipTests package");
        }
        start(out);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar"));
        command.add(checker.toString());
        command.addAll(
                List.of("--demo-json", new DemoFolder(folder()).demoJson().toString()));
        command.addAll(List.of("--caregate", String.join("\n", caregate)));
        command.addAll(List.of("--verifier", String.join("\n", verifier(java))));
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            return process.waitFor();
        } finally {
            process.destroy();
            close();
        }
    }

    private List<String> verifier(String java) throws IOException {
        try (Stream<Path> libraries = Files.list(home.resolve("app/target/lib"))) {
            String classPath = libraries
                    .map(Path::toString)
                    .filter(name -> name.contains("/caregate-audit-"))
                    .sorted()
                    .reduce((one, other) -> one + File.pathSeparator + other)
                    .orElseThrow(() -> new StartRefused("the offline verifier is not built"));
            return List.of(
                    java, "-XX:TieredStopAtLevel=1", "-cp", classPath, "org.caregate.auditverifier.AuditVerifier");
        }
    }

    /** Stops it and removes the folder. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (running != null) {
            running.close();
        }
        try (Stream<Path> found = Files.walk(parent)) {
            for (Path one : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        } catch (IOException left) {
            System.getLogger(ThrowAwayDemo.class.getName()).log(System.Logger.Level.DEBUG, "left behind", left);
        }
    }
}
