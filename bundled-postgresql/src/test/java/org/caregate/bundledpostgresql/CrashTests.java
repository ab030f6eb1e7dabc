package org.caregate.bundledpostgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of the program, of PostgreSQL, of both: the next start works without hand work and nothing committed is lost. */
class CrashTests {
    private final Path folder = TestCluster.newFolder();
    private final Path cluster = folder.resolve("postgresql/cluster-18");

    @AfterEach
    void nothingIsLeftRunning() {
        PostmasterFile.processesOf(cluster).forEach(ProcessHandle::destroyForcibly);
        TestCluster.remove(folder);
    }

    @Test
    void killedProgram_leavesAPostgres_thatIsAdopted() throws Exception {
        Program program = Program.startIn(folder);
        program.kill();
        assertThat(ProcessHandle.of(program.postgres).map(ProcessHandle::isAlive))
                .hasValue(true);

        try (BundledPostgres adopted = TestCluster.startIn(folder)) {
            assertThat(adopted.processId()).isEqualTo(program.postgres);
            assertThat(adopted.address().url()).isEqualTo(program.url);
            assertThat(Probe.read(adopted)).containsExactly("written by the program");
        }
        assertThat(PostmasterFile.processesOf(cluster))
                .as("the adopted one is stopped too")
                .isEmpty();
    }

    @Test
    void killedProgramAndPostgres_recover() throws Exception {
        Program program = Program.startIn(folder);
        program.kill();
        kill(program.postgres);

        try (BundledPostgres started = TestCluster.startIn(folder)) {
            assertThat(started.processId()).isNotEqualTo(program.postgres);
            assertThat(Probe.read(started)).containsExactly("written by the program");
        }
    }

    @Test
    void killedPostgresAndAllItsChildren_recover() throws Exception {
        Program program = Program.startIn(folder);
        program.kill();
        PostmasterFile.processesOf(cluster).forEach(ProcessHandle::destroyForcibly);

        try (BundledPostgres started = TestCluster.startIn(folder)) {
            assertThat(Probe.read(started)).containsExactly("written by the program");
        }
    }

    @Test
    void postgresKilledUnderTheRunningProgram_isStartedAgain_onTheSamePort() throws Exception {
        try (BundledPostgres postgres = TestCluster.startIn(folder)) {
            Probe.write(postgres, "before");
            long before = postgres.processId();
            kill(before);

            await(() -> answers(postgres));
            assertThat(postgres.processId()).isNotEqualTo(before);
            assertThat(Probe.read(postgres)).containsExactly("before");
            kill(postgres.processId());
            await(() -> answers(postgres));
        }
        assertThat(PostmasterFile.processesOf(cluster))
                .as("closing is not a crash")
                .isEmpty();
    }

    @Test
    void postmasterFileWhoseNumberNowBelongsToAnother_isCleared_andTheOtherLives() throws Exception {
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            leaveFile(other.pid());

            try (BundledPostgres started = TestCluster.startIn(folder)) {
                assertThat(Probe.read(started)).containsExactly("kept");
            }
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void postmasterFileOfNobody_isCleared() throws Exception {
        leaveFile(4_000_000);

        try (BundledPostgres started = TestCluster.startIn(folder)) {
            assertThat(Probe.read(started)).containsExactly("kept");
        }
    }

    @Test
    void postmasterFileOfAnotherFoldersPostgres_isCleared_andThatPostgresLives() throws Exception {
        Path otherFolder = TestCluster.newFolder();
        try (BundledPostgres other = TestCluster.startIn(otherFolder)) {
            Probe.write(other, "other");
            leaveFile(other.processId());

            try (BundledPostgres started = TestCluster.startIn(folder)) {
                assertThat(started.processId()).isNotEqualTo(other.processId());
            }
            assertThat(Probe.read(other)).containsExactly("other");
        }
    }

    @Test
    void orphanOfOtherSettings_isReplaced() throws Exception {
        Program program = Program.startIn(folder, "without-fingerprint");
        program.kill();

        try (BundledPostgres started = TestCluster.startIn(folder)) {
            assertThat(started.processId()).isNotEqualTo(program.postgres);
            assertThat(Probe.read(started)).containsExactly("written by the program");
        }
    }

    private void leaveFile(long pid) throws Exception {
        int port;
        try (BundledPostgres first = TestCluster.startIn(folder)) {
            Probe.write(first, "kept");
            port = Integer.parseInt(first.address().url().replaceAll(".*:([0-9]+)/.*", "$1"));
        }
        Path file = cluster.resolve("postmaster.pid");
        Files.writeString(
                file, pid + "\n" + cluster + "\n1700000000\n" + port + "\n\n127.0.0.1\n 1234567 1\nready   \n");
        Files.setAttribute(file, "unix:uid", ClusterFolder.owner(cluster));
    }

    private static void kill(long process) throws Exception {
        var handle = ProcessHandle.of(process).orElseThrow();
        handle.destroyForcibly();
        handle.onExit().get(10, TimeUnit.SECONDS);
    }

    private static boolean answers(BundledPostgres postgres) {
        try {
            Probe.connect(postgres).close();
            return true;
        } catch (SQLException notYet) {
            return false;
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 600 && !condition.getAsBoolean(); i++) {
            Thread.sleep(50);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    /** Caregate in a JVM of its own, which can be killed. */
    private record Program(Process process, long postgres, String url) {
        static Program startIn(Path folder, String... words) throws Exception {
            var command = new java.util.ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    ProgramToKill.class.getName(),
                    folder.toString()));
            command.addAll(List.of(words));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            var output = process.inputReader(StandardCharsets.UTF_8);
            String line = output.readLine();
            while (line != null && !line.startsWith("RUNNING ")) {
                line = output.readLine();
            }
            assertThat(line).as("the program came up").isNotNull();
            String[] parts = String.valueOf(line).split(" ", -1);
            return new Program(process, Long.parseLong(parts[1]), parts[2]);
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }
}
