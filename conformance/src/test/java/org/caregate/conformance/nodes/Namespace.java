package org.caregate.conformance.nodes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A host of its own in a network namespace, with one cable to the database and another to its callers. Made by root only. */
final class Namespace implements AutoCloseable {
    /** This end of the cable to the database. */
    static final String DATABASE = "10.231.74.1";

    /** Who is at its other end. */
    static final String DATABASE_NETWORK = "10.231.74.0/30";

    /** The node, as its callers see it. */
    static final String NODE = "10.231.75.2";

    private static final String NAME = "caregate-node";
    private static final String TO_DATABASE = "cgnode-db";
    private static final String TO_CALLERS = "cgnode-api";

    Namespace() {
        remove();
        run("ip", "netns", "add", NAME);
        cable(TO_DATABASE, DATABASE + "/30", "10.231.74.2/30");
        cable(TO_CALLERS, "10.231.75.1/30", NODE + "/30");
        run("ip", "-n", NAME, "link", "set", "lo", "up");
    }

    /** Whether this process may make one. */
    static boolean possible() {
        return "root".equals(System.getProperty("user.name"))
                && (Files.isExecutable(Path.of("/usr/sbin/ip")) || Files.isExecutable(Path.of("/sbin/ip")));
    }

    private static void cable(String name, String here, String there) {
        run("ip", "link", "add", name, "type", "veth", "peer", "name", name + "1", "netns", NAME);
        run("ip", "address", "add", here, "dev", name);
        run("ip", "link", "set", name, "up");
        run("ip", "-n", NAME, "address", "add", there, "dev", name + "1");
        run("ip", "-n", NAME, "link", "set", name + "1", "up");
    }

    /** What a command that runs inside begins with. */
    List<String> inside() {
        return List.of("ip", "netns", "exec", NAME);
    }

    /** Packets to and from the database vanish; nobody is told. */
    void cutDatabase() {
        run("ip", "link", "set", TO_DATABASE, "down");
    }

    /** They pass again. */
    void mendDatabase() {
        run("ip", "link", "set", TO_DATABASE, "up");
    }

    @Override
    public void close() {
        remove();
    }

    private static void remove() {
        for (List<String> command : List.of(
                List.of("ip", "netns", "delete", NAME),
                List.of("ip", "link", "delete", TO_DATABASE),
                List.of("ip", "link", "delete", TO_CALLERS))) {
            exit(command); // what is not there need not go
        }
    }

    private static void run(String... command) {
        if (exit(List.of(command)) != 0) {
            throw new AssertionError(String.join(" ", command) + " failed");
        }
    }

    private static int exit(List<String> command) {
        try {
            Process process = new ProcessBuilder(new ArrayList<>(command))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0 && !said.contains("Cannot") && !said.contains("No such file")) {
                System.err.println(String.join(" ", command) + ": " + said);
            }
            return status;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
