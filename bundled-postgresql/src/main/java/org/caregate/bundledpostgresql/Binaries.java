package org.caregate.bundledpostgresql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked once per version from the jar on the class path. */
final class Binaries {
    /** The version of the jar; a test compares it with what the programs say of themselves. */
    static final String VERSION = "18.6";

    static final int MAJOR = 18;
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    private final Path folder;

    private Binaries(Path folder) {
        this.folder = folder;
    }

    /** Unpacks below {@code parent} if this version is not there yet. A crash on the way leaves only a temporary folder. */
    static Binaries unpackedIn(Path parent) throws IOException, BundledRefusal {
        Path folder = parent.resolve("binaries-" + VERSION);
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            refuseForeignPlatform();
            removeUnfinished(parent);
            Path unfinished = Files.createTempDirectory(parent, "binaries-unfinished-");
            unpack(unfinished);
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        }
        ClusterFolder.refuseIfOthersMayWrite(folder);
        return new Binaries(folder);
    }

    Path postgres() {
        return folder.resolve("bin/postgres");
    }

    Path initdb() {
        return folder.resolve("bin/initdb");
    }

    private static void refuseForeignPlatform() throws BundledRefusal {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "");
        if (!system.contains("linux") || !machine.equals("amd64")) {
            throw new BundledRefusal("the bundled PostgreSQL is for Linux on x86-64, not " + system + " on " + machine
                    + "; name an external PostgreSQL 15 or newer under database: in caregate.yaml");
        }
    }

    private static void unpack(Path target) throws IOException {
        try (InputStream resource = Binaries.class.getResourceAsStream(ARCHIVE)) {
            if (resource == null) {
                throw new IOException(ARCHIVE + " is not on the class path");
            }
            try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(resource))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    unpack(tar, entry, target);
                }
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("an archive entry points outside the archive");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        if (entry.getName().endsWith(".a")) {
            return; // for linking only
        }
        Files.createDirectories(path.resolveSibling("."));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            boolean executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    private static void removeUnfinished(Path parent) throws IOException {
        try (Stream<Path> left = Files.list(parent)) {
            for (Path folder : left.filter(path -> path.getFileName().toString().startsWith("binaries-unfinished-"))
                    .toList()) {
                removeAll(folder);
            }
        }
    }

    static void removeAll(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
