package org.caregate.bundledpostgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who PostgreSQL runs as when Caregate is started by root. */
class RunAsTests {
    private final Path folder = TestCluster.newFolder();

    @BeforeEach
    void onlyAsRoot() throws Exception {
        assumeTrue(RunAs.ownUid() == 0, "needs root");
    }

    @AfterEach
    void remove() {
        PostmasterFile.processesOf(folder.resolve("closed/postgresql/cluster-18"))
                .forEach(ProcessHandle::destroyForcibly);
        TestCluster.remove(folder);
    }

    @Test
    void startedByRoot_runsAsAUserOfItsOwn_whoOwnsTheCluster() throws Exception {
        try (BundledPostgres postgres = TestCluster.startIn(folder)) {
            Path process = Path.of("/proc", Long.toString(postgres.processId()));
            assertThat(Files.readString(process.resolve("status")))
                    .containsPattern("Uid:\\s+60818\\s+60818\\s+60818\\s+60818")
                    .containsPattern("Gid:\\s+60818\\s+60818\\s+60818\\s+60818")
                    .containsPattern("Groups:\\s*\n")
                    .containsPattern("CapBnd:|CapEff:\\s+0000000000000000")
                    .containsPattern("NoNewPrivs:\\s+1");
            assertThat(ClusterFolder.owner(folder.resolve("postgresql/cluster-18")))
                    .isEqualTo(RunAs.OWN_USER);
        }
    }

    @Test
    void folderThatUserCannotReach_getsAUserNamespace_andStartsAgain() throws Exception {
        Path closed = closedFolder();
        Binaries binaries = Binaries.unpackedIn(closed);
        assumeTrue(Command.of(new RunAs.UserNamespace(), "true").run().succeeded(), "needs user namespaces");
        assertThat(RunAs.choose(closed.resolve("none"), binaries)).isEqualTo(new RunAs.UserNamespace());

        for (int start = 0; start < 2; start++) {
            try (BundledPostgres postgres = started(BundledPostgres.start(closed, closed))) {
                Path namespace = Path.of("/proc", Long.toString(postgres.processId()), "ns/user");
                assertThat(Files.readSymbolicLink(namespace))
                        .isNotEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns/user")));
                assertThat(ClusterFolder.owner(closed.resolve("postgresql/cluster-18")))
                        .isZero();
            }
        }
    }

    @Test
    void clusterOfAUserWhoCanNoLongerReachIt_isRefused_withWhatToDo() throws Exception {
        Path closed = closedFolder();
        Binaries binaries = Binaries.unpackedIn(closed);
        Path cluster = Files.createDirectory(closed.resolve("cluster"));
        Files.setAttribute(cluster, "unix:uid", RunAs.OWN_USER);

        assertThatThrownBy(() -> RunAs.choose(cluster, binaries))
                .isInstanceOf(BundledRefusal.class)
                .hasMessageContaining("does not run as root")
                .hasMessageContaining("chmod o+x");
    }

    private Path closedFolder() throws Exception {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        return closed;
    }

    private static BundledPostgres started(BundledStart start) {
        return switch (start) {
            case BundledStart.Started(BundledPostgres postgres) -> postgres;
            case BundledStart.Refused(String line) -> throw new AssertionError(line);
        };
    }
}
