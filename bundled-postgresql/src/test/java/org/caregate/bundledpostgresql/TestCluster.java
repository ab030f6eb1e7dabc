package org.caregate.bundledpostgresql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.stream.Stream;
import org.caregate.database.DatabaseAddress;

/** Bundled PostgreSQLs for tests: programs unpacked once per machine, data in a folder that goes when the JVM ends. */
public final class TestCluster {
    private TestCluster() {}

    /** Starts one in the folder, or fails the test with the line of the refusal. */
    public static BundledPostgres startIn(Path dataFolder) {
        return switch (start(dataFolder)) {
            case BundledStart.Started started -> started.postgres();
            case BundledStart.Refused refused -> throw new AssertionError(refused.line());
        };
    }

    /** Starts one in the folder. */
    public static BundledStart start(Path dataFolder) {
        return BundledPostgres.start(dataFolder, binaries());
    }

    /** A new folder below the system's, that our own user of PostgreSQL may pass through; removed when the JVM ends. */
    public static Path newFolder() {
        try {
            Path folder = Files.createTempDirectory("caregate-test-");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
            return folder;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Runs statements as the superuser of a running cluster, whose data folder is given. */
    public static void asSuperuser(Path dataFolder, DatabaseAddress address, String... statements) {
        try (Connection connection = DriverManager.getConnection(
                        address.url().replaceAll("/[^/]*$", "/postgres"), "postgres", superuserPassword(dataFolder));
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    static String superuserPassword(Path dataFolder) {
        try {
            return Files.readString(dataFolder.resolve("postgresql/postgres.password"))
                    .strip();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static Path binaries() {
        try {
            Path folder = Path.of(System.getProperty("java.io.tmpdir"), "caregate-test-binaries-" + RunAs.ownUid());
            if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            }
            ClusterFolder.refuseIfOthersMayWrite(folder);
            try (FileChannel channel = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock alone = channel.lock()) {
                if (alone.isValid()) {
                    Binaries.unpackedIn(folder);
                }
            }
            return folder;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (BundledRefusal refusal) {
            throw new AssertionError(refusal.line());
        }
    }

    /** Removes a folder, waiting a little for a PostgreSQL that is still ending in it. */
    public static void remove(Path folder) {
        for (int attempt = 0; attempt < 50; attempt++) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
                return;
            } catch (IOException | UncheckedIOException aPostgresIsStillEnding) {
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
