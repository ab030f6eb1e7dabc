package org.caregate.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.caregate.check.client.Reply;
import org.caregate.conformance.Await;
import org.caregate.conformance.DemoProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A database that does not answer, or has no room: 503 everywhere, nothing released, and recovery without anybody's help. */
class DatabaseLossTests {
    private static final int DISK_MEGABYTES = 400;

    private static DemoProcess demo;
    private static Postgres postgres;
    private static Path disk;
    private static boolean mounted;

    /** On a file system of its own, which can be filled without harm to others. */
    @BeforeAll
    static void start() throws Exception {
        disk = Files.createTempDirectory("caregate-disk");
        mounted = run("mount", "-t", "tmpfs", "-o", "mode=0755,size=" + DISK_MEGABYTES + "m", "tmpfs", disk.toString());
        demo = DemoProcess.start(disk.resolve("caregate-full-disk"), DemoProcess.freePorts());
        postgres = new Postgres(demo.data());
        demo.awaitReady();
    }

    @AfterAll
    static void stop() throws Exception {
        demo.remove();
        if (mounted) {
            Await.until("the disk is free again", () -> run("umount", disk.toString()));
        }
        Files.deleteIfExists(disk);
    }

    @Test
    void databaseThatHangs_is503AtEveryDoor_andRecovers() throws Exception {
        Caller caller = new Caller(demo);
        caller.read(1);
        postgres.freeze();
        try {
            unavailableSoon(caller::read);
            unavailableSoon(caller::token);
            assertThat(status(caller.page("/sign-in")))
                    .as("a page that stores nothing needs no database")
                    .isEqualTo(200);
            assertThat(readiness()).isEqualTo(503);
        } finally {
            postgres.thaw();
        }
        recovers(caller);

        LogOf.tellsAll(demo, caller);
    }

    @Test
    void fullDisk_is503_andRecoversWhenThereIsRoom() throws Exception {
        String why = "only somebody who may mount can fill a disk of their own";
        if (Boolean.parseBoolean(System.getenv("CI"))) {
            assertThat(mounted).as(why).isTrue();
        }
        Assumptions.assumeTrue(mounted, why);
        Caller caller = new Caller(demo);
        Path filler = disk.resolve("filler");
        caller.during(() -> {
            fill(filler);
            Await.until("the disk's end is felt", () -> caller.unavailable() >= 20);
            Await.until("the node says so", () -> readiness() == 503);
            Files.delete(filler);
            int before = caller.answers();
            Await.until("answers again", () -> caller.answers() > before + 20);
        });
        recovers(caller);

        LogOf.tellsAll(demo, caller);
    }

    /** Five seconds are promised; the sixth is for the machine that runs the tests. */
    private static void unavailableSoon(Supplier<Optional<Reply>> door) {
        long asked = System.nanoTime();
        unavailable(door.get());
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(6));
    }

    private static void unavailable(Optional<Reply> reply) {
        assertThat(reply).as("answered, not cut off").isPresent();
        assertThat(reply.orElseThrow().status()).isEqualTo(503);
    }

    private static void recovers(Caller caller) throws Exception {
        Await.until("reads are answered", () -> status(caller.read()) == 200);
        Await.until("tokens are issued", () -> status(caller.token()) == 200);
        Await.until("pages are shown", () -> status(caller.page("/sign-in")) == 200);
        demo.awaitReady();
    }

    private static int status(Optional<Reply> reply) {
        return reply.map(Reply::status).orElse(0);
    }

    private static int readiness() throws IOException, InterruptedException {
        try (HttpClient plain =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
            URI ready = URI.create(demo.demo().management() + "/readyz");
            return plain.send(
                            HttpRequest.newBuilder(ready)
                                    .timeout(Duration.ofMinutes(1))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static void fill(Path filler) {
        byte[] block = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(filler)) {
            for (long written = 0; written < DISK_MEGABYTES * 1024L * 1024L; written += block.length) {
                out.write(block);
            }
        } catch (IOException full) {
            return;
        }
        throw new IllegalStateException("the disk took more than it has room for");
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
