package org.caregate.bundledpostgresql;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder of the bundled PostgreSQL inside the data folder, and the lock that keeps a second program out of it.
 *
 * <p>The lock is the kernel's: a {@code kill -9} of the program frees it, whatever became of PostgreSQL.
 */
final class ClusterFolder implements AutoCloseable {
    private static final FileAttribute<Set<PosixFilePermission>> OURS_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path folder;
    private final FileChannel lock;

    private ClusterFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Makes the folder if need be, refuses one that others may write, and takes the lock. */
    static ClusterFolder open(Path dataFolder) throws IOException, BundledRefusal {
        Path data = dataFolder.toAbsolutePath().normalize();
        create(data);
        refuseIfOthersMayWrite(data);
        Path folder = data.resolve("postgresql");
        create(folder);
        refuseIfOthersMayWrite(folder);
        return new ClusterFolder(folder, takeLock(folder.resolve("lock"), data));
    }

    Path path() {
        return folder;
    }

    /** PostgreSQL's own data directory. */
    Path cluster() {
        return folder.resolve("cluster-" + Binaries.MAJOR);
    }

    Path log() {
        return folder.resolve("postgresql.log");
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** Writes a file that only we may read, all of it or nothing of it. */
    static void writePrivately(Path file, String content) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        // Created and opened in one step: in PostgreSQL's own directory nothing may be put in its place between two.
        try (FileChannel channel = FileChannel.open(
                unfinished, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OURS_ALONE)) {
            channel.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static @Nullable String readIfThere(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file).strip() : null;
    }

    /** Refuses a folder whose content someone else could exchange. */
    static void refuseIfOthersMayWrite(Path folder) throws IOException, BundledRefusal {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new BundledRefusal(
                    folder + " is not a folder (a link is not followed); remove it or choose another data folder");
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new BundledRefusal("others may write to " + folder + "; run: chmod go-w " + folder);
        }
        int owner = owner(folder);
        if (owner != 0 && owner != RunAs.ownUid()) {
            throw new BundledRefusal(folder + " belongs to user " + owner + ", not to the user who runs Caregate");
        }
    }

    static int owner(Path path) throws IOException {
        return (Integer) Objects.requireNonNull(Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS));
    }

    // Root's PostgreSQL runs as a user of its own, which has to pass through the folder; what is in it has its own,
    // closed, mode.
    private static void create(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(
                    folder, PosixFilePermissions.fromString(RunAs.ownUid() == 0 ? "rwx--x--x" : "rwx------"));
        }
    }

    private static FileChannel takeLock(Path file, Path data) throws IOException, BundledRefusal {
        FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OURS_ALONE);
        FileLock taken;
        try {
            taken = channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProgram) {
            taken = null;
        }
        if (taken == null) {
            channel.close();
            throw new BundledRefusal("another Caregate is using " + data + "; stop it or choose another data folder");
        }
        return channel;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
