package org.caregate.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Programs of the distribution that a benchmark needs, and ports that are free. */
public final class Tools {
    private Tools() {}

    /** Ends the program with status 2 and one line when one of them is missing. */
    public static void demand(String... programs) {
        List<String> missing =
                Stream.of(programs).filter(program -> !installed(program)).toList();
        if (!missing.isEmpty()) {
            System.err.println(String.join(" and ", missing) + " not found: apt-get install wrk nginx-light");
            System.exit(2);
        }
    }

    private static boolean installed(String program) {
        String path = System.getenv("PATH");
        return Stream.concat(Stream.of((path == null ? "" : path).split(":")), Stream.of("/usr/sbin", "/sbin"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** The first of so many ports in a row that no one listens on. */
    public static int freePorts(int count) {
        for (int first = 18_443; first < 32_000; first += count) {
            if (Stream.iterate(first, port -> port + 1).limit(count).allMatch(Tools::free)) {
                return first;
            }
        }
        throw new IllegalStateException("no free ports");
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
