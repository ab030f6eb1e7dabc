package org.caregate.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Processor time and memory as Linux accounts for them in {@code /proc} (proc_pid_stat(5)). */
public final class ProcessTime {
    private static final long MICROS_A_TICK = 10_000; // USER_HZ is 100 on every Linux that the JDK runs on
    private static final int STATE = 0; // fields are counted from behind the command's closing parenthesis
    private static final int PARENT = STATE + 1;
    private static final int USER = 11;
    private static final int SYSTEM = 12;

    private ProcessTime() {}

    /** Microseconds that the process itself has used. */
    public static long micros(long pid) {
        String[] fields = fields(pid);
        return fields.length == 0 ? 0 : ticks(fields) * MICROS_A_TICK;
    }

    /** Microseconds that the process and its living children have used: PostgreSQL and its sessions, nginx and its workers. */
    public static long microsWithChildren(long pid) {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                            .map(path -> path.getFileName().toString())
                            .filter(name -> name.chars().allMatch(Character::isDigit))
                            .mapToLong(Long::parseLong)
                            .mapToObj(candidate -> candidate == pid ? fields(pid) : childOf(pid, candidate))
                            .mapToLong(fields -> fields.length == 0 ? 0 : ticks(fields))
                            .sum()
                    * MICROS_A_TICK;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Resident memory of the process alone, in MB. */
    public static long residentMegabytes(long pid) {
        return status(pid, "VmRSS:");
    }

    /** The most resident memory that the process ever had, in MB. */
    public static long peakMegabytes(long pid) {
        return status(pid, "VmHWM:");
    }

    private static long status(long pid, String name) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String[] childOf(long parent, long candidate) {
        String[] fields = fields(candidate);
        return fields.length > 0 && Long.parseLong(fields[PARENT]) == parent ? fields : new String[0];
    }

    private static long ticks(String[] fields) {
        return Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
    }

    private static String[] fields(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        } catch (NoSuchFileException ended) {
            return new String[0];
        } catch (IOException endedMeanwhile) {
            return new String[0];
        }
    }
}
