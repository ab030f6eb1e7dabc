package org.caregate.bundledpostgresql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.caregate.database.DatabaseLogin;

/**
 * Makes the data directory once: prepared beside its place, synced, then renamed, so that a half-made one is never taken for whole.
 */
final class ClusterCreation {
    private static final String UNFINISHED = "cluster-unfinished-";

    private ClusterCreation() {}

    static void createIfMissing(ClusterFolder folder, Binaries binaries, RunAs user, DatabaseLogin superuser)
            throws IOException, BundledRefusal {
        if (!Files.exists(folder.cluster())) {
            refuseOtherMajorVersion(folder.path());
            removeUnfinished(folder.path());
            create(folder, binaries, user, superuser);
        }
    }

    private static void create(ClusterFolder folder, Binaries binaries, RunAs user, DatabaseLogin superuser)
            throws IOException, BundledRefusal {
        Path unfinished = Files.createTempDirectory(folder.path(), UNFINISHED);
        Path password = unfinished.resolve("password");
        ClusterFolder.writePrivately(password, superuser.password() + "\n");
        RunAs maker = user;
        if (user instanceof RunAs.OtherUser) {
            // initdb wants a user with an entry in the password file; the server that runs later does not.
            maker = new RunAs.OtherUser(RunAs.NOBODY);
            give(password, maker.owner());
            give(unfinished, maker.owner());
        }
        Path data = unfinished.resolve("data");
        check(Command.of(
                        maker,
                        binaries.initdb().toString(),
                        "--pgdata=" + data,
                        "--username=" + superuser.user(),
                        "--pwfile=" + password,
                        "--auth=scram-sha-256",
                        "--data-checksums",
                        "--encoding=UTF8",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--locale=C",
                        "--no-instructions",
                        "--no-sync")
                .run());
        Files.delete(password);
        giveAll(unfinished, user.owner());
        check(Command.of(user, binaries.initdb().toString(), "--sync-only", "--sync-method=syncfs", "--pgdata=" + data)
                .run());
        Files.move(data, folder.cluster(), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(unfinished);
    }

    private static void check(Command.Outcome outcome) throws BundledRefusal {
        if (!outcome.succeeded()) {
            throw new BundledRefusal("PostgreSQL's initdb failed: " + outcome.lastLine());
        }
    }

    private static void refuseOtherMajorVersion(Path folder) throws IOException, BundledRefusal {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> others = all.filter(path -> path.getFileName().toString().matches("cluster-[0-9]+"))
                    .toList();
            if (!others.isEmpty()) {
                throw new BundledRefusal(
                        others.getFirst() + " was made by another PostgreSQL than " + Binaries.MAJOR
                                + ". Move its content with the version of Caregate that made it, or remove the folder to start again");
            }
        }
    }

    private static void removeUnfinished(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path left : all.filter(path -> path.getFileName().toString().startsWith(UNFINISHED))
                    .toList()) {
                Binaries.removeAll(left);
            }
        }
    }

    /** Writes a file of the cluster, in the cluster's ownership. */
    static void write(Path file, String content, RunAs user) throws IOException {
        ClusterFolder.writePrivately(file, content);
        if (user instanceof RunAs.OtherUser) {
            give(file, user.owner());
        }
    }

    private static void giveAll(Path folder, int owner) throws IOException {
        if (RunAs.ownUid() == 0) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.toList()) {
                    give(path, owner);
                }
            }
        }
    }

    private static void give(Path path, int owner) throws IOException {
        Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", owner, LinkOption.NOFOLLOW_LINKS);
    }
}
