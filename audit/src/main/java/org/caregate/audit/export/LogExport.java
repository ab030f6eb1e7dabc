package org.caregate.audit.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.caregate.audit.anchor.AnchoredCheckpoint;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.checkpoint.SignedCheckpoint;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.entry.MalformedEntryException;
import org.caregate.audit.entry.SealedEntry;
import org.caregate.audit.reading.LogSource;
import org.caregate.audit.reading.StoredTiles;
import org.caregate.audit.rendering.EntryJson;
import org.caregate.audit.rendering.JsonText;
import org.caregate.audit.sequencing.Head;
import org.caregate.audit.tree.Tile;
import org.caregate.audit.tree.TilePath;

/**
 * Writes what a root checkpoint covers into a folder or a zip file system: checkpoints, tiles and entry bundles of the root and of each
 * lane below {@code lane/n/}, as they are stored, and the entries as lines of JSON for reading.
 */
public final class LogExport {
    private final LogSource source;
    private final LogKey key;
    private final Function<SealedEntry, AuditEntry> readable;

    /**
     * An export of that log.
     *
     * @param readable what of an entry the lines of JSON show: {@link SealedEntry#plain()}, or the opened entry
     */
    public LogExport(LogSource source, LogKey key, Function<SealedEntry, AuditEntry> readable) {
        this.source = source;
        this.key = key;
        this.readable = readable;
    }

    /** Writes everything that the checkpoint covers; how many entries that were. */
    public long write(AnchoredCheckpoint covered, Path folder) {
        try (BufferedWriter lines = Files.newBufferedWriter(folder.resolve("entries.ndjson"))) {
            writeLog(Head.ROOT, covered.root(), folder, entry -> {});
            long entries = 0;
            for (SignedCheckpoint lane : covered.lanes()) {
                int number = key.laneOf(lane.checkpoint().origin());
                writeLog(number, lane, laneFolder(folder, number), entry -> writeLine(lines, entry));
                entries += lane.size();
            }
            Files.writeString(folder.resolve("key.txt"), key.text() + "\n");
            Files.writeString(folder.resolve("index.json"), JsonText.of(index(covered, entries)) + "\n");
            return entries;
        } catch (IOException failed) {
            throw new UncheckedIOException("the export cannot be written", failed);
        }
    }

    static Path laneFolder(Path folder, int lane) {
        return folder.resolve("lane").resolve(Integer.toString(lane));
    }

    private void writeLog(int lane, SignedCheckpoint checkpoint, Path folder, Consumer<Bytes> each) throws IOException {
        long size = checkpoint.size();
        for (long first = 0; first < size; first += Tile.FULL_WIDTH) {
            int width = (int) Math.min(Tile.FULL_WIDTH, size - first);
            Bytes[] entries = new Bytes[width];
            Arrays.fill(entries, Bytes.of(new byte[0])); // what is missing is left to the verifier to find
            long start = first;
            source.places(lane, first, first + width, placed -> {
                if (placed.leaf() != null) {
                    entries[(int) (placed.index() - start)] = placed.leaf();
                    each.accept(placed.leaf());
                }
            });
            file(folder, TilePath.entries(first / Tile.FULL_WIDTH, width), EntryBundle.write(List.of(entries)));
        }
        writeTiles(lane, size, folder);
        Files.writeString(folder.resolve("checkpoint"), checkpoint.note());
    }

    private void writeTiles(int lane, long size, Path folder) throws IOException {
        StoredTiles tiles = new StoredTiles(source, lane);
        for (int level = 0; (size >>> (Tile.HEIGHT * level)) > 0; level++) {
            long hashes = size >>> (Tile.HEIGHT * level);
            for (long index = 0; index * Tile.FULL_WIDTH < hashes; index++) {
                int width = (int) Math.min(Tile.FULL_WIDTH, hashes - index * Tile.FULL_WIDTH);
                file(
                        folder,
                        TilePath.tile(level, index, width),
                        tiles.tile(level, index, width).toByteArray());
            }
        }
    }

    private void writeLine(BufferedWriter lines, Bytes leaf) {
        try {
            lines.write(EntryJson.of(readable.apply(SealedEntry.ofLeaf(leaf.toArray()))));
            lines.newLine();
        } catch (MalformedEntryException changed) {
            // not an entry any more: the bundle still carries it to the verifier
        } catch (IOException failed) {
            throw new UncheckedIOException("the export cannot be written", failed);
        }
    }

    private Map<String, Object> index(AnchoredCheckpoint covered, long entries) {
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("format", "caregate-audit-export/1");
        index.put("origin", key.origin());
        index.put("key", key.text());
        index.put("entries", entries);
        index.put("rootSize", covered.root().size());
        List<Map<String, Object>> lanes = new ArrayList<>();
        for (SignedCheckpoint lane : covered.lanes()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("origin", lane.checkpoint().origin());
            one.put("size", lane.size());
            lanes.add(one);
        }
        index.put("lanes", lanes);
        return index;
    }

    private static void file(Path folder, String path, byte[] bytes) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }
}
