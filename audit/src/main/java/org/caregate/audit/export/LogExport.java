package org.caregate.audit.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.caregate.audit.anchor.AnchoredCheckpoint;
import org.caregate.audit.checkpoint.CheckpointSigner;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.checkpoint.SignedCheckpoint;
import org.caregate.audit.checkpoint.SignedNote;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.entry.SealedEntry;
import org.caregate.audit.reading.LogSource;
import org.caregate.audit.reading.StoredTiles;
import org.caregate.audit.rendering.JsonText;
import org.caregate.audit.tree.MissingTileException;
import org.caregate.audit.tree.Tile;
import org.caregate.audit.tree.TilePath;

/**
 * Writes what a root checkpoint covers into an empty folder or zip file system: checkpoints, tiles and entry bundles of the root and of
 * each lane below {@code lane/n/}, as they are stored, the entries as lines of JSON for reading, one for each place, and last a signed
 * manifest of all of them.
 */
public final class LogExport {
    private final LogSource source;
    private final LogKey key;
    private final CheckpointSigner signer;
    private final Function<SealedEntry, AuditEntry> readable;

    /**
     * An export of that log.
     *
     * @param readable what of an entry the lines of JSON show: {@link SealedEntry#plain()}, or the opened entry
     */
    public LogExport(
            LogSource source, LogKey key, CheckpointSigner signer, Function<SealedEntry, AuditEntry> readable) {
        this.source = source;
        this.key = key;
        this.signer = signer;
        this.readable = readable;
    }

    /** Writes everything that the checkpoint covers; how many entries that were. */
    public long write(AnchoredCheckpoint covered, Path folder) {
        try (ExportWriter out = new ExportWriter(folder)) {
            writeLog(Head.ROOT, covered.root(), out);
            long entries = 0;
            for (SignedCheckpoint lane : inOrder(covered.lanes())) {
                writeLog(key.laneOf(lane.checkpoint().origin()), lane, out);
                entries += lane.size();
            }
            out.file("key.txt", key.text() + "\n");
            out.file("index.json", JsonText.of(index(covered, entries)) + "\n");
            byte[] list = out.finish();
            List<String> dataKeys = source.dataKeys().stream()
                    .map(LogSource.DataKey::name)
                    .filter(name -> name.matches("[0-9A-Za-z.-]+"))
                    .toList();
            Manifest manifest = Manifest.of(covered.root(), out.lines(), dataKeys, out.files(), list);
            String name = key.ofExports().origin();
            out.file(
                    Manifest.FILE,
                    SignedNote.sign(name, manifest.text(key), signer).note());
            return entries;
        } catch (IOException failed) {
            throw new UncheckedIOException("the export cannot be written", failed);
        }
    }

    static Path laneFolder(Path folder, int lane) {
        return folder.resolve(lanePath(lane));
    }

    private static String lanePath(int lane) {
        return lane == Head.ROOT ? "" : "lane/" + lane + "/";
    }

    /** As the verifier finds them again. */
    private List<SignedCheckpoint> inOrder(List<SignedCheckpoint> lanes) {
        List<SignedCheckpoint> sorted = new ArrayList<>(lanes);
        sorted.sort((one, other) -> Integer.compare(
                key.laneOf(one.checkpoint().origin()),
                key.laneOf(other.checkpoint().origin())));
        return sorted;
    }

    private void writeLog(int lane, SignedCheckpoint checkpoint, ExportWriter out) throws IOException {
        long size = checkpoint.size();
        for (long first = 0; first < size; first += Tile.FULL_WIDTH) {
            int width = (int) Math.min(Tile.FULL_WIDTH, size - first);
            LogSource.Placed[] placed = new LogSource.Placed[width];
            long start = first;
            source.places(lane, first, first + width, one -> placed[(int) (one.index() - start)] = one);
            Bytes[] entries = new Bytes[width];
            Arrays.fill(entries, Bytes.of(new byte[0])); // what is missing is left to the verifier to find
            for (int i = 0; i < width; i++) {
                SealedEntry entry = placed[i] == null ? null : placed[i].entry();
                Bytes leaf = placed[i] == null ? null : placed[i].leaf();
                if (leaf != null) {
                    entries[i] = leaf;
                }
                if (lane != Head.ROOT) {
                    out.line(
                            entry == null
                                    ? ReadableLine.ofNoEntry(lane, first + i)
                                    : ReadableLine.of(lane, first + i, readable.apply(entry)));
                }
            }
            out.file(
                    lanePath(lane) + TilePath.entries(first / Tile.FULL_WIDTH, width),
                    EntryBundle.write(List.of(entries)));
        }
        writeTiles(lane, size, out);
        out.file(lanePath(lane) + "checkpoint", checkpoint.note());
    }

    private void writeTiles(int lane, long size, ExportWriter out) throws IOException {
        StoredTiles tiles = new StoredTiles(source, lane);
        for (int level = 0; (size >>> (Tile.HEIGHT * level)) > 0; level++) {
            long hashes = size >>> (Tile.HEIGHT * level);
            for (long index = 0; index * Tile.FULL_WIDTH < hashes; index++) {
                int width = (int) Math.min(Tile.FULL_WIDTH, hashes - index * Tile.FULL_WIDTH);
                Optional<Tile> tile = stored(tiles, level, index, width);
                if (tile.isPresent()) {
                    out.file(
                            lanePath(lane) + TilePath.tile(level, index, width),
                            tile.get().toByteArray());
                }
            }
        }
    }

    /** What is missing is left to the verifier to find. */
    private static Optional<Tile> stored(StoredTiles tiles, int level, long index, int width) {
        try {
            return Optional.of(tiles.tile(level, index, width));
        } catch (MissingTileException missing) {
            return Optional.empty();
        }
    }

    private Map<String, Object> index(AnchoredCheckpoint covered, long entries) {
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("format", Manifest.FORMAT);
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
}
