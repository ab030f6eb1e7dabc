package org.caregate.evaluation.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.caregate.server.config.CaregateConfiguration;
import org.caregate.server.config.ConfigurationFile;
import org.caregate.server.config.RolesFile;
import org.caregate.server.node.StartRefused;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTests {
    private static final CastOfPeople CAST = new CastOfPeople(
            new CastOfPeople.Someone("p1", "Pat One"),
            new CastOfPeople.Someone("d1", "Dr. One"),
            List.of(new CastOfPeople.Someone("p1", "Pat One"), new CastOfPeople.Someone("p2", "Pat Two")));

    @TempDir
    Path temporary;

    private DemoFolder folder;

    @BeforeEach
    void prepare() throws IOException {
        folder = new DemoFolder(temporary.resolve("data"));
        folder.prepare();
        Files.createDirectories(folder.tls());
        Files.writeString(folder.tls().resolve("localhost.pem"), "x");
        Path key = Files.writeString(folder.tls().resolve("localhost.key"), "x");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void generatedConfiguration_isOneThatServeAccepts() throws IOException {
        DemoFile people = people();
        folder.configure(DemoPorts.DEFAULT, 18080, people);
        CaregateConfiguration configuration = ConfigurationFile.read(folder.configuration());
        assertThat(configuration.issuer()).hasToString("https://localhost:8443");
        assertThat(configuration.authorization().address()).isEqualTo("127.0.0.1");
        assertThat(configuration.development().demoPeople()).isTrue();
        RolesFile roles = RolesFile.read(configuration.roles());
        assertThat(roles.patients().get("clinician")).containsExactlyInAnyOrder("p1", "p2");
    }

    @Test
    void secrets_areReadableByTheOwnerAlone() throws IOException {
        people();
        for (Path file : List.of(folder.demoJson(), folder.upstreamCredential())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void laterStart_remembersPeopleAndKeys() throws IOException {
        DemoFile first = people();
        DemoFile second = people();
        assertThat(second.people()).isEqualTo(first.people());
        assertThat(second.clients()).isEqualTo(first.clients());
        assertThat(first.person("patient").password())
                .isNotEqualTo(first.person("clinician").password());
    }

    @Test
    void otherPorts_moveTheAppsRedirect() throws IOException {
        people();
        DemoFile moved = folder.people(DemoPorts.from(20_000), CAST, "log+key", temporary.resolve("ca.pem"));
        assertThat(moved.client("app").redirectUri()).isEqualTo("https://127.0.0.1:20002/app.html");
    }

    @Test
    void reset_forgetsADemosFolder() throws IOException {
        folder.configure(DemoPorts.DEFAULT, 18080, people());
        try (FolderLock taken = folder.take(true)) {
            assertThat(taken).isNotNull();
            assertThat(folder.demoJson()).doesNotExist();
            assertThat(folder.tls()).doesNotExist();
        }
    }

    @Test
    void folderInUse_isNeitherTakenNorReset() throws IOException {
        people();
        try (FolderLock taken = folder.take(false)) {
            assertThat(taken).isNotNull();
            assertThatThrownBy(() -> folder.take(false))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("another demo is running");
            assertThatThrownBy(() -> folder.take(true)).isInstanceOf(StartRefused.class);
            assertThat(folder.demoJson()).exists();
        }
        folder.take(false).close();
    }

    @Test
    void folderThatCannotBeMade_isRefusedInOneLine() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "no folder");
        assertThatThrownBy(() -> new DemoFolder(file.resolve("data")).take(false))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("choose another with --data");
    }

    @Test
    void resetOfAnotherFolder_isRefused() throws IOException {
        Path other = Files.createDirectory(temporary.resolve("other"));
        Files.writeString(other.resolve("thesis.txt"), "do not lose");
        assertThatThrownBy(() -> new DemoFolder(other).take(true)).isInstanceOf(StartRefused.class);
        assertThat(other.resolve("thesis.txt")).exists();
    }

    private DemoFile people() throws IOException {
        return folder.people(DemoPorts.DEFAULT, CAST, "log+key", temporary.resolve("ca.pem"));
    }
}
