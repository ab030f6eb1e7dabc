package org.caregate.conformance.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The bundled PostgreSQL of a demo, seen from outside: its processes by their working directory, and a reader's connection. */
final class Postgres {
    private final Path folder;

    Postgres(Path data) {
        this.folder = data.resolve("postgresql");
    }

    private Path cluster() throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(path -> path.getFileName().toString().startsWith("cluster-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The postmaster and all its children. */
    List<ProcessHandle> processes() throws IOException {
        Path cluster = cluster().toRealPath();
        List<ProcessHandle> found = new ArrayList<>();
        ProcessHandle.allProcesses().forEach(process -> {
            Path proc = Path.of("/proc", Long.toString(process.pid()));
            try {
                if (Files.readSymbolicLink(proc.resolve("cwd")).equals(cluster)
                        && Files.readSymbolicLink(proc.resolve("exe"))
                                .getFileName()
                                .toString()
                                .startsWith("postgres")) {
                    found.add(process);
                }
            } catch (IOException ended) {
                // gone between the two looks
            }
        });
        return found;
    }

    /** {@code kill -9} of all of them. */
    void kill() throws IOException {
        processes().forEach(ProcessHandle::destroyForcibly);
    }

    /** Stops them where they stand: connections stay open and nobody answers. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets them run on. */
    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        processes().forEach(process -> command.add(Long.toString(process.pid())));
        if (command.size() == 2) {
            throw new IllegalStateException("no PostgreSQL runs in " + folder);
        }
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** The only number that the statement answers, asked as the reader. */
    long number(String sql) throws IOException, SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    /** The only text that the statement answers, asked as the reader. */
    String text(String sql) throws IOException, SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    /** Runs statements as the owner of every table, as an attacker with the whole database would. */
    void asOwner(String... statements) throws IOException, SQLException {
        try (Connection connection = connect("caregate_owner");
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = caregate");
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private Connection connect() throws IOException, SQLException {
        return connect("caregate_reader");
    }

    private Connection connect(String role) throws IOException, SQLException {
        String port =
                Files.readAllLines(cluster().resolve("postmaster.pid")).get(3).strip();
        String password = Files.readString(folder.resolve(role + ".password")).strip();
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/caregate", role, password);
    }
}
