package org.caregate.conformance.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.caregate.conformance.DemoProcess;
import org.caregate.conformance.DemoProcess.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The guide to backups, done: stop and copy, go on, restore. */
class BackupTests {
    private DemoProcess demo;
    private Path data;

    @BeforeEach
    void start() throws Exception {
        data = Files.createTempDirectory("caregate-backup");
        demo = DemoProcess.start(data, DemoProcess.freePorts());
        demo.awaitReady();
    }

    @AfterEach
    void remove() {
        demo.remove();
    }

    private static void shell(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    @Test
    void restoredCopy_isRefusedUntilItsAnchorIsSetAside_andThenWorks() throws Exception {
        Path database = data.resolve("postgresql");
        Path backup = data.resolve("backup");
        demo.stop();
        shell("cp", "-a", database.toString(), backup.toString());

        demo.startAgain();
        demo.awaitReady();
        assertThat(demo.command(
                                "client",
                                "disable",
                                demo.demo().client("backend").clientId())
                        .status())
                .isZero();
        demo.stop(); // which anchors what was written
        shell("rm", "-rf", database.toString());
        shell("mv", backup.toString(), database.toString());

        demo.startAgain();
        assertThat(demo.exit()).isEqualTo(2);
        assertThat(demo.said()).contains("the database was cut, or is an older copy", "audit.anchor");

        shell(
                "mv",
                data.resolve("anchor").toString(),
                data.resolve("anchor-until-the-restore").toString());
        demo.startAgain();
        demo.awaitReady();
        Command revoked = demo.command(
                "revoke",
                "before",
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        assertThat(revoked.status()).as(revoked.output()).isZero();
        Command verified = demo.command("audit", "verify");
        assertThat(verified.status()).as(verified.output()).isZero();
    }
}
