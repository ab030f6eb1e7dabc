package org.caregate.bundledpostgresql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.caregate.database.CarriedDatabase;
import org.caregate.database.DatabaseAddress;
import org.caregate.database.DatabaseLogin;
import org.caregate.database.DatabaseTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own below the data folder: durable, on 127.0.0.1 only, one node, for evaluation and tests (ADR 0006).
 *
 * <p>While it is open, a PostgreSQL that dies is started again on the same port. If this program is killed, PostgreSQL lives on and is
 * adopted by the next start.
 */
public final class BundledPostgres implements CarriedDatabase.Running {
    private static final Logger LOG = LoggerFactory.getLogger(BundledPostgres.class);
    private static final String DATABASE = "caregate";
    private static final long LONGEST_BACK_OFF_MILLIS = 30_000;

    private final ClusterFolder folder;
    private final Launcher launcher;
    private final DatabaseAddress address;
    private final CountDownLatch closing = new CountDownLatch(1);
    private Postmaster postmaster;

    private BundledPostgres(ClusterFolder folder, Launcher launcher, Postmaster postmaster, DatabaseAddress address) {
        this.folder = folder;
        this.launcher = launcher;
        this.postmaster = postmaster;
        this.address = address;
    }

    /** Starts it below {@code dataFolder}, with its programs unpacked there too. */
    public static BundledStart start(Path dataFolder) {
        return start(dataFolder, null);
    }

    /** Starts it with the programs in a folder that several data folders share. */
    static BundledStart start(Path dataFolder, @Nullable Path sharedBinaries) {
        ClusterFolder folder = null;
        try {
            folder = ClusterFolder.open(dataFolder);
            return new BundledStart.Started(
                    open(folder, Binaries.unpackedIn(sharedBinaries == null ? folder.path() : sharedBinaries)));
        } catch (BundledRefusal refusal) {
            release(folder);
            return new BundledStart.Refused(refusal.line());
        } catch (IOException | SQLException broken) {
            release(folder);
            return new BundledStart.Refused(
                    "the bundled PostgreSQL below " + dataFolder + " cannot be started: " + broken.getMessage());
        }
    }

    /**
     * The database of the PostgreSQL that another of our programs runs below {@code dataFolder} now; empty when none runs. Anyone who
     * uses it does not own it: it ends with that program.
     */
    public static Optional<DatabaseAddress> running(Path dataFolder) throws IOException {
        Path folder = dataFolder.toAbsolutePath().normalize().resolve("postgresql");
        Path cluster = folder.resolve("cluster-" + Binaries.MAJOR);
        PostmasterFile file = PostmasterFile.read(cluster);
        if (file == null || !file.ready() || file.bearer(cluster) == PostmasterFile.Bearer.GONE) {
            return Optional.empty();
        }
        Optional<DatabaseLogin> owner = Passwords.existing(folder, "caregate_owner");
        Optional<DatabaseLogin> runtime = Passwords.existing(folder, "caregate");
        Optional<DatabaseLogin> reader = Passwords.existing(folder, "caregate_reader");
        if (owner.isEmpty() || runtime.isEmpty() || reader.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new DatabaseAddress(
                SuperuserConnection.url(file.port(), DATABASE),
                new DatabaseTransport.Loopback(),
                owner.get(),
                runtime.get(),
                reader.get()));
    }

    /**
     * Ends the PostgreSQL that a killed program left behind below {@code dataFolder}, before the folder is removed.
     *
     * @return why not, in one line, when a running program uses it
     */
    public static Optional<String> stopLeftOver(Path dataFolder) throws IOException {
        if (!Files.exists(dataFolder.resolve("postgresql"))) {
            return Optional.empty();
        }
        try (ClusterFolder taken = ClusterFolder.open(dataFolder)) {
            for (ProcessHandle process : PostmasterFile.processesOf(taken.cluster())) {
                process.destroyForcibly();
                process.onExit().get(10, TimeUnit.SECONDS);
            }
            return Optional.empty();
        } catch (BundledRefusal refusal) {
            return Optional.of(refusal.line());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        } catch (ExecutionException | TimeoutException e) {
            return Optional.of("the PostgreSQL left behind in " + dataFolder + " does not end");
        }
    }

    private static BundledPostgres open(ClusterFolder folder, Binaries binaries)
            throws IOException, SQLException, BundledRefusal {
        RunAs user = RunAs.choose(folder.cluster(), binaries);
        DatabaseLogin superuser = Passwords.of(folder, "postgres");
        DatabaseLogin owner = Passwords.of(folder, "caregate_owner");
        DatabaseLogin runtime = Passwords.of(folder, "caregate");
        DatabaseLogin reader = Passwords.of(folder, "caregate_reader");
        ClusterCreation.createIfMissing(folder, binaries, user, superuser);
        Launcher launcher = new Launcher(folder, binaries, user, superuser);
        Postmaster postmaster = launcher.up();
        try (SuperuserConnection connection = SuperuserConnection.open(postmaster.port(), superuser)) {
            connection.prepare(DATABASE, owner);
        }
        String url = SuperuserConnection.url(postmaster.port(), DATABASE);
        BundledPostgres postgres = new BundledPostgres(
                folder,
                launcher,
                postmaster,
                new DatabaseAddress(url, new DatabaseTransport.Loopback(), owner, runtime, reader));
        postgres.watch(postmaster);
        return postgres;
    }

    @Override
    public DatabaseAddress address() {
        return address;
    }

    /** The process that runs now. */
    public synchronized long processId() {
        return postmaster.process().pid();
    }

    private void watch(Postmaster watched) {
        var _ = watched.onExit()
                .thenRunAsync(
                        this::bringBack,
                        task -> Thread.ofVirtual().name("postgresql-watcher").start(task));
    }

    private void bringBack() {
        for (long backOff = 100; !isClosing(0); backOff = Math.min(backOff * 2, LONGEST_BACK_OFF_MILLIS)) {
            LOG.warn("PostgreSQL has stopped unexpectedly; restarting it");
            if (startedAgain() || isClosing(backOff)) {
                return;
            }
        }
    }

    private synchronized boolean startedAgain() {
        if (isClosing(0)) {
            return true;
        }
        try {
            var again = launcher.upAgain(postmaster.port());
            again.ifPresent(started -> {
                postmaster = started;
                watch(started);
            });
            return again.isPresent();
        } catch (IOException | BundledRefusal notThisTime) {
            LOG.warn("PostgreSQL could not be started again: {}", notThisTime.getMessage());
            return false;
        }
    }

    private boolean isClosing(long waitMillis) {
        try {
            return closing.await(waitMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Stops PostgreSQL within a few seconds and frees the folder. */
    @Override
    public void close() {
        closing.countDown();
        launcher.giveUp();
        synchronized (this) {
            try {
                postmaster.stop();
            } catch (IOException left) {
                LOG.warn("PostgreSQL was left running: {}", left.getMessage());
            }
            release(folder);
        }
    }

    private static void release(@Nullable ClusterFolder folder) {
        if (folder != null) {
            try {
                folder.close();
            } catch (IOException freedByTheKernelAnyway) {
                LOG.debug("the lock was not released cleanly", freedByTheKernelAnyway);
            }
        }
    }
}
