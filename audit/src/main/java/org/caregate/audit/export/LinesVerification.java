package org.caregate.audit.export;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.entry.SealedEntry;
import org.caregate.audit.reading.LogSource;
import org.caregate.audit.tree.Tile;
import org.caregate.audit.verification.Finding;
import org.jspecify.annotations.Nullable;

/** Compares the lines that people read with the leaves, in their order, and counts them. */
final class LinesVerification {
    private static final int TOLD_ONE_BY_ONE = 20;
    private static final int LONGEST_LINE = 1 << 20;

    private final Path folder;
    private final LogKey key;
    private final List<Finding> findings = new ArrayList<>();
    private long untold;
    private long number;

    LinesVerification(Path folder, LogKey key) {
        this.folder = folder;
        this.key = key;
    }

    /**
     * What is wrong.
     *
     * @param expected how many lines the manifest says there are; null if there is no manifest
     */
    List<Finding> findings(@Nullable Long expected) throws IOException {
        Path file = folder.resolve(Manifest.LINES);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            findings.add(new Finding.FileChanged(key.origin(), Manifest.LINES, "is missing"));
            return findings;
        }
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            ExportedLog log = new ExportedLog(folder);
            for (int lane : log.lanes()) {
                judge(log, lane, lines);
            }
            long proved = number;
            for (String line = next(lines); line != null && number <= proved + TOLD_ONE_BY_ONE; line = next(lines)) {
                tell("was added");
            }
            if (expected != null && expected != proved) {
                findings.add(new Finding.FileChanged(
                        key.origin(), Manifest.LINES, "has " + expected + " lines for " + proved + " entries"));
            }
        } catch (CharacterCodingException notText) {
            findings.add(
                    new Finding.FileChanged(key.origin(), Manifest.LINES, "is not text from line " + number + " on"));
        }
        if (untold > 0) {
            findings.add(new Finding.FileChanged(
                    key.origin(), Manifest.LINES, "has " + untold + " more lines that are not what their leaves say"));
        }
        return findings;
    }

    private void judge(ExportedLog log, int lane, BufferedReader lines) throws IOException {
        long size = log.head(lane)
                .filter(head -> head.checkpoint().isSignedBy(key.ofLane(lane)))
                .map(Head::size)
                .orElse(0L);
        long end = Math.min(size, log.end(lane));
        for (long first = 0; first < end; first += Tile.FULL_WIDTH) {
            SealedEntry[] entries = new SealedEntry[(int) Math.min(Tile.FULL_WIDTH, end - first)];
            long start = first;
            log.places(lane, first, first + entries.length, placed -> keep(entries, placed, start));
            for (int i = 0; i < entries.length; i++) {
                String line = next(lines);
                if (line == null) {
                    tell("is missing");
                } else if (!ReadableLine.matches(line, lane, first + i, entries[i])) {
                    tell("is not what its leaf says");
                }
            }
        }
    }

    private static void keep(@Nullable SealedEntry[] entries, LogSource.Placed placed, long start) {
        entries[(int) (placed.index() - start)] = placed.entry();
    }

    /** The next line; a part of it if it is longer than any that an export writes. */
    private @Nullable String next(BufferedReader lines) throws IOException {
        StringBuilder line = new StringBuilder();
        int read = lines.read();
        if (read < 0) {
            number++;
            return null;
        }
        for (; read >= 0 && read != '\n' && line.length() < LONGEST_LINE; read = lines.read()) {
            line.append((char) read);
        }
        number++;
        return line.toString();
    }

    private void tell(String how) {
        if (findings.size() < TOLD_ONE_BY_ONE) {
            findings.add(new Finding.LineChanged(key.origin(), number, how));
        } else {
            untold++;
        }
    }
}
