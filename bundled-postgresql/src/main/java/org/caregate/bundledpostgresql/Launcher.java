package org.caregate.bundledpostgresql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.caregate.database.DatabaseLogin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the cluster's PostgreSQL up: adopts a live one that we started, clears away what a crash left, starts it, waits until it answers. */
final class Launcher {
    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
    private static final Duration PATIENCE = Duration.ofMinutes(5); // crash recovery of a large log on a slow disk
    private static final Duration LEFTOVERS = Duration.ofSeconds(5);
    private static final int PORTS_TO_TRY = 5;
    private static final long LOG_LIMIT = 1_000_000;

    private final ClusterFolder folder;
    private final Binaries binaries;
    private final RunAs user;
    private final DatabaseLogin superuser;
    private volatile boolean givenUp;

    Launcher(ClusterFolder folder, Binaries binaries, RunAs user, DatabaseLogin superuser) {
        this.folder = folder;
        this.binaries = binaries;
        this.user = user;
        this.superuser = superuser;
    }

    /** Ends a wait for readiness early: the program is closing. */
    void giveUp() {
        givenUp = true;
    }

    /** Adopts or starts, on the remembered port where that is free. */
    Postmaster up() throws IOException, BundledRefusal {
        PostmasterFile found = PostmasterFile.read(folder.cluster());
        if (found != null) {
            Optional<Postmaster> adopted = adoptOrClear(found);
            if (adopted.isPresent()) {
                return adopted.get();
            }
        }
        endLeftovers();
        for (int attempt = 1; ; attempt++) {
            int port = attempt == 1 ? rememberedOrFreePort() : freePort();
            Optional<Postmaster> started = start(port);
            if (started.isPresent()) {
                return started.get();
            }
            if (attempt == PORTS_TO_TRY) {
                throw new BundledRefusal(
                        "PostgreSQL did not start; its last words, in " + folder.log() + ": " + lastWords());
            }
        }
    }

    /** Starts again on the port that our pools know; empty if that did not work this time. */
    Optional<Postmaster> upAgain(int port) throws IOException, BundledRefusal {
        endLeftovers();
        return start(port);
    }

    private Optional<Postmaster> adoptOrClear(PostmasterFile found) throws IOException, BundledRefusal {
        PostmasterFile.Bearer bearer = found.bearer(folder.cluster());
        if (bearer == PostmasterFile.Bearer.GONE) {
            // Left by a crash. PostgreSQL clears it away itself, after a look whether the shared memory it names is in
            // use; only where
            // its number was given to another process would it refuse to.
            endLeftovers();
            if (found.numberIsInUse()) {
                Files.deleteIfExists(PostmasterFile.file(folder.cluster()));
            }
            return Optional.empty();
        }
        Postmaster orphan = new Postmaster(
                ProcessHandle.of(found.pid())
                        .orElseThrow(() -> new IOException("process " + found.pid() + " has just ended")),
                found.port());
        if (answersAsOurs(orphan)) {
            LOG.info("Adopted the PostgreSQL that an earlier run left behind (process {})", found.pid());
            return Optional.of(orphan);
        }
        if (bearer == PostmasterFile.Bearer.UNKNOWN) {
            throw new BundledRefusal("process " + found.pid() + " in " + PostmasterFile.file(folder.cluster())
                    + " may be a PostgreSQL of this folder, which we may not see; stop it, then start again");
        }
        LOG.info("Stopping a PostgreSQL of other settings that an earlier run left behind (process {})", found.pid());
        orphan.stop();
        return Optional.empty();
    }

    // It knows our superuser's password, serves our directory, and was started with these very settings by this very
    // version.
    private boolean answersAsOurs(Postmaster orphan) throws IOException {
        if (!awaitReady(orphan, 0)) {
            return false;
        }
        try (SuperuserConnection connection = SuperuserConnection.open(orphan.port(), superuser)) {
            return Path.of(connection.setting("data_directory")).equals(folder.cluster())
                    && connection.setting(ServerSettings.FINGERPRINT).equals(ServerSettings.fingerprint());
        } catch (SQLException notOurs) {
            return false;
        }
    }

    // A killed postmaster's children end by themselves, but one that is busy may take its time, and keeps the shared
    // memory in use.
    private void endLeftovers() throws IOException {
        long deadline = System.nanoTime() + LEFTOVERS.toNanos();
        for (var left = PostmasterFile.processesOf(folder.cluster());
                !left.isEmpty();
                left = PostmasterFile.processesOf(folder.cluster())) {
            if (System.nanoTime() > deadline) {
                left.forEach(ProcessHandle::destroyForcibly);
            }
            pause();
        }
    }

    private Optional<Postmaster> start(int port) throws IOException, BundledRefusal {
        Path cluster = folder.cluster();
        ClusterCreation.write(cluster.resolve("postgresql.conf"), ServerSettings.file(port), user);
        ClusterCreation.write(cluster.resolve("pg_hba.conf"), ServerSettings.HOST_BASED_AUTHENTICATION, user);
        turnLog();
        long begun = System.currentTimeMillis() / 1000; // PostgreSQL's clock, to tell its file from an older one
        Process process = server(cluster).start(folder.log());
        Postmaster postmaster = new Postmaster(process.toHandle(), port);
        if (!awaitReady(postmaster, begun)) {
            postmaster.stop();
            return Optional.empty();
        }
        ClusterFolder.writePrivately(folder.file("port"), port + "\n");
        return Optional.of(postmaster);
    }

    // In a session of its own, so that Ctrl-C in a terminal reaches us and not PostgreSQL: we still have entries to
    // write.
    private Command server(Path cluster) throws IOException {
        Command plain = Command.of(user, binaries.postgres().toString(), "-D", cluster.toString());
        return new Command(List.of("setsid", "true")).run().succeeded() ? plain.after("setsid") : plain;
    }

    private boolean awaitReady(Postmaster postmaster, long startedNotBefore) throws IOException {
        long begin = System.nanoTime();
        long told = begin;
        while (postmaster.isAlive() && !givenUp) {
            PostmasterFile file = PostmasterFile.read(folder.cluster());
            if (file != null
                    && file.pid() == postmaster.process().pid()
                    && file.startedAtSecond() >= startedNotBefore
                    && file.ready()) {
                return true;
            }
            long now = System.nanoTime();
            if (now - begin > PATIENCE.toNanos()) {
                return false;
            }
            if (now - told > Duration.ofSeconds(5).toNanos()) {
                told = now;
                LOG.info(
                        "PostgreSQL is still starting after {} s: {}",
                        Duration.ofNanos(now - begin).toSeconds(),
                        lastWords());
            }
            pause();
        }
        return false;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(10);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for PostgreSQL", interrupted);
        }
    }

    private int rememberedOrFreePort() throws IOException {
        @Nullable String remembered = ClusterFolder.readIfThere(folder.file("port"));
        if (remembered != null && remembered.matches("[0-9]{4,5}")) {
            int port = Integer.parseInt(remembered);
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException | IllegalArgumentException taken) {
                LOG.info("Port {} of the last run is taken; PostgreSQL gets another", port);
            }
        }
        return freePort();
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private void turnLog() throws IOException {
        if (Files.exists(folder.log()) && Files.size(folder.log()) > LOG_LIMIT) {
            Files.move(folder.log(), folder.file("postgresql.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(folder.log())) {
            ClusterFolder.writePrivately(folder.log(), "");
        }
    }

    private String lastWords() throws IOException {
        return Files.exists(folder.log())
                ? Files.readAllLines(folder.log()).reversed().stream()
                        .findFirst()
                        .orElse("none")
                : "none";
    }
}
