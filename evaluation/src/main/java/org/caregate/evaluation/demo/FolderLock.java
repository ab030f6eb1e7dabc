package org.caregate.evaluation.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.caregate.server.node.StartRefused;

/**
 * One program at a time on a demo's folder, taken before anything in it is written or removed.
 *
 * <p>The lock is the kernel's, so that a {@code kill -9} frees it.
 */
public final class FolderLock implements AutoCloseable {
    static final String NAME = "lock";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes it, or refuses in one line. */
    static FolderLock take(Path folder) throws IOException {
        FileChannel channel = FileChannel.open(
                folder.resolve(NAME),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        FileLock taken;
        try {
            taken = channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProgram) {
            taken = null;
        }
        if (taken == null) {
            channel.close();
            throw new StartRefused(
                    "another demo is running in " + folder + "; stop it, or choose another folder with --data");
        }
        return new FolderLock(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
