package org.caregate.bundledpostgresql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code postmaster.pid}, which PostgreSQL writes into its data directory: process, directory, start time, port, … and on the eighth
 * line how far it is.
 */
record PostmasterFile(long pid, long startedAtSecond, int port, boolean ready) {
    /** What the process of that number is. */
    enum Bearer {
        /** The PostgreSQL of this data directory. */
        THIS_POSTGRES,
        /** There is none, or it is provably something else: the number was given again. */
        GONE,
        /** A live process that we may not look at. */
        UNKNOWN
    }

    /** Reads the file; null if there is none or it is not whole yet. */
    static @Nullable PostmasterFile read(Path cluster) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file(cluster));
        } catch (NoSuchFileException none) {
            return null;
        }
        try {
            long pid = lines.isEmpty() ? 0 : Long.parseLong(lines.getFirst().strip());
            int port = lines.size() < 4 ? 0 : Integer.parseInt(lines.get(3).strip());
            long startedAt = lines.size() < 3 ? 0 : Long.parseLong(lines.get(2).strip());
            return pid <= 0
                    ? null
                    : new PostmasterFile(
                            pid,
                            startedAt,
                            port,
                            lines.size() >= 8 && lines.get(7).strip().equals("ready"));
        } catch (NumberFormatException unreadable) {
            return null;
        }
    }

    static Path file(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    /** Whether a process has this number, whatever it is. */
    boolean numberIsInUse() {
        return Files.exists(Path.of("/proc", Long.toString(pid)));
    }

    /** A postmaster works inside its data directory, so its program and its working directory prove which one it is. */
    Bearer bearer(Path cluster) {
        Path process = Path.of("/proc", Long.toString(pid));
        if (!Files.exists(process) || isZombie(process)) {
            return Bearer.GONE;
        }
        try {
            return isPostgresOf(process, cluster) ? Bearer.THIS_POSTGRES : Bearer.GONE;
        } catch (NoSuchFileException ended) {
            return Bearer.GONE;
        } catch (IOException closedToUs) {
            return Bearer.UNKNOWN;
        }
    }

    /** Every process of this directory's PostgreSQL, also those whose postmaster was killed. */
    static List<ProcessHandle> processesOf(Path cluster) {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process -> {
                        try {
                            return isPostgresOf(Path.of("/proc", Long.toString(process.pid())), cluster);
                        } catch (IOException endedOrNotOurs) {
                            return false;
                        }
                    })
                    .toList();
        }
    }

    private static boolean isPostgresOf(Path process, Path cluster) throws IOException {
        String program = Files.readSymbolicLink(process.resolve("exe")).toString();
        String name = program.endsWith(" (deleted)") ? program.substring(0, program.length() - 10) : program;
        return name.endsWith("/postgres")
                && Files.readSymbolicLink(process.resolve("cwd")).equals(cluster.toRealPath());
    }

    private static boolean isZombie(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"));
            return stat.startsWith(") Z", stat.lastIndexOf(')'));
        } catch (IOException ended) {
            return true;
        }
    }
}
