package org.caregate.audit.export;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.checkpoint.MalformedNoteException;
import org.caregate.audit.checkpoint.SignedNote;
import org.caregate.audit.verification.Finding;

/**
 * Judges the files of an export: each is what the signed manifest says, none is missing, none was added, and what people read is what the
 * leaves say. The leaves themselves are judged as those of any log.
 */
public final class ExportVerification {
    private static final int LARGEST_MANIFEST = 1 << 20;
    private static final int TOLD_ONE_BY_ONE = 20;
    private static final int PART = 1 << 16;
    private static final Pattern LISTED = Pattern.compile("([0-9a-f]{64}) ([0-9]{1,18}) ([A-Za-z0-9./-]{1,200})");

    private final Path folder;
    private final LogKey key;
    private final List<Finding> findings = new ArrayList<>();
    private long untold;
    private boolean listIsSigned;

    /** The verification of the export in that folder or zip file system, to be used once. */
    public ExportVerification(Path folder, LogKey key) {
        this.folder = folder;
        this.key = key;
    }

    /** Reads and judges every file; the signature first, and nothing that it does not cover is relied on. */
    public List<Finding> findings() {
        Optional<Manifest> manifest = signedManifest(folder, key);
        try {
            if (manifest.isEmpty()) {
                tell(
                        Manifest.FILE,
                        "is missing, or is not signed by this log's key: the export was changed or never finished");
            } else {
                judgeList(manifest.get());
                if (listIsSigned) {
                    judgeFiles(manifest.get());
                }
            }
            findings.addAll(new LinesVerification(folder, key)
                    .findings(manifest.map(Manifest::lines).orElse(null)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the export cannot be read", unreadable);
        }
        if (untold > 0) {
            findings.add(new Finding.FileChanged(
                    key.origin(), "list", "names " + untold + " more that are not as they were"));
        }
        return findings;
    }

    /** Empty if it is missing, or not signed by the log's key under the name of exports. */
    static Optional<Manifest> signedManifest(Path folder, LogKey key) {
        return note(folder).filter(note -> note.isSignedBy(key.ofExports())).flatMap(ExportVerification::manifest);
    }

    /** The manifest, no matter who signed it. */
    static Optional<Manifest> claimedManifest(Path folder) {
        return note(folder).flatMap(ExportVerification::manifest);
    }

    private static Optional<Manifest> manifest(SignedNote note) {
        try {
            return Optional.of(Manifest.parse(note.text()));
        } catch (MalformedNoteException changed) {
            return Optional.empty();
        }
    }

    private static Optional<SignedNote> note(Path folder) {
        Path file = folder.resolve(Manifest.FILE);
        try {
            return isFile(file) && Files.size(file) <= LARGEST_MANIFEST
                    ? Optional.of(SignedNote.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)))
                    : Optional.empty();
        } catch (MalformedNoteException changed) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the export cannot be read", unreadable);
        }
    }

    private void judgeList(Manifest manifest) throws IOException {
        Path list = folder.resolve(Manifest.LIST);
        listIsSigned = isFile(list) && digest(list).equals(manifest.filesDigest());
        if (!listIsSigned) {
            tell(Manifest.LIST, "is not what the manifest says");
        }
    }

    private void judgeFiles(Manifest manifest) throws IOException {
        long missing = 0;
        try (BufferedReader list = Files.newBufferedReader(folder.resolve(Manifest.LIST))) {
            for (String line = list.readLine(); line != null; line = list.readLine()) {
                Matcher listed = LISTED.matcher(line);
                if (!listed.matches()) {
                    throw new IOException("a line of " + Manifest.LIST + " cannot be read");
                }
                Path file = folder.resolve(listed.group(3));
                if (!isFile(file)) {
                    missing++;
                    tell(listed.group(3), "is missing");
                } else if (Files.size(file) != Long.parseLong(listed.group(2))
                        || !digest(file).equals(listed.group(1))) {
                    tell(listed.group(3), "was changed");
                }
            }
        }
        try (Stream<Path> there = Files.walk(folder)) {
            if (there.filter(ExportVerification::isNoFolder).count() + missing
                    != manifest.files() + 2) { // manifest and list name themselves nowhere
                tellAdded();
            }
        }
    }

    private void tellAdded() throws IOException {
        Set<String> known = new HashSet<>(Set.of(Manifest.FILE, Manifest.LIST));
        try (Stream<String> lines = Files.lines(folder.resolve(Manifest.LIST))) {
            lines.forEach(line -> known.add(line.substring(line.lastIndexOf(' ') + 1)));
        }
        try (Stream<Path> there = Files.walk(folder)) {
            there.filter(ExportVerification::isNoFolder)
                    .map(file -> folder.relativize(file).toString())
                    .filter(file -> !known.contains(file))
                    .forEach(file -> tell(file, "was added"));
        }
    }

    /** A link is a file that was added, whatever it leads to. */
    private static boolean isNoFolder(Path file) {
        return !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isFile(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static String digest(Path file) throws IOException {
        MessageDigest digest = ExportWriter.sha256();
        byte[] part = new byte[PART];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                digest.update(part, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private void tell(String file, String how) {
        if (findings.size() < TOLD_ONE_BY_ONE) {
            findings.add(new Finding.FileChanged(key.origin(), file, how));
        } else {
            untold++;
        }
    }
}
