package org.caregate.audit.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.checkpoint.MalformedNoteException;
import org.caregate.audit.checkpoint.SignedCheckpoint;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.reading.LogSource;
import org.caregate.audit.tree.Hash;
import org.caregate.audit.tree.Tile;
import org.caregate.audit.tree.TilePath;

/**
 * An export read back as a log. Nothing in it is trusted: no size that it claims causes work beyond the files that are there, and no
 * file is read that is larger than any that an export writes.
 */
public final class ExportedLog implements LogSource {
    private static final int LARGEST_NOTE = 1 << 20;
    private static final int LARGEST_BUNDLE = Tile.FULL_WIDTH * (2 + 0xFFFF);

    private final Path folder;
    private final Map<Integer, Optional<Head>> heads = new ConcurrentHashMap<>();

    public ExportedLog(Path folder) {
        this.folder = folder;
    }

    @Override
    public List<Integer> lanes() {
        Path lanes = folder.resolve("lane");
        if (!Files.isDirectory(lanes)) {
            return List.of();
        }
        try (Stream<Path> names = Files.list(lanes)) {
            return names.map(name -> name.getFileName().toString().replace("/", ""))
                    .filter(name -> name.matches("[1-9][0-9]{0,8}"))
                    .map(Integer::valueOf)
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException("the export cannot be read", failed);
        }
    }

    @Override
    public Optional<Head> head(int lane) {
        return heads.computeIfAbsent(lane, this::readHead);
    }

    private Optional<Head> readHead(int lane) {
        Optional<byte[]> note = read(of(lane).resolve("checkpoint"), LARGEST_NOTE);
        try {
            return note.map(bytes -> SignedCheckpoint.parse(new String(bytes, StandardCharsets.UTF_8)))
                    .filter(checkpoint -> checkpoint.size() > 0)
                    .map(checkpoint -> new Head(lane, 0, checkpoint, Instant.EPOCH));
        } catch (MalformedNoteException changed) {
            return Optional.empty();
        }
    }

    @Override
    public void places(int lane, long from, long to, Consumer<Placed> each) {
        long size = head(lane).map(Head::size).orElse(0L);
        long end = Math.min(to, size);
        for (long index = from / Tile.FULL_WIDTH; index * Tile.FULL_WIDTH < end; index++) {
            long first = index * Tile.FULL_WIDTH;
            int width = (int) Math.min(Tile.FULL_WIDTH, size - first);
            List<Bytes> entries = read(of(lane).resolve(TilePath.entries(index, width)), LARGEST_BUNDLE)
                    .map(EntryBundle::read)
                    .orElse(List.of());
            for (long place = Math.max(from, first); place < Math.min(end, first + entries.size()); place++) {
                Bytes leaf = entries.get((int) (place - first));
                each.accept(lane == Head.ROOT ? Placed.ofRoot(place, leaf) : Placed.ofLeaf(place, leaf));
            }
        }
    }

    /** What the bundles that are there could hold. */
    @Override
    public long end(int lane) {
        Path bundles = of(lane).resolve("tile").resolve("entries");
        if (!Files.isDirectory(bundles)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(bundles)) {
            return files.filter(Files::isRegularFile).count() * Tile.FULL_WIDTH;
        } catch (IOException failed) {
            throw new UncheckedIOException("the export cannot be read", failed);
        }
    }

    /** Files beyond the checkpoints are none of the export's: the manifest tells them. */
    @Override
    public Outside outside(int lane, long size) {
        return Outside.NONE;
    }

    @Override
    public List<String> repeated() {
        return RepeatedEntries.in(this);
    }

    @Override
    public Optional<Tile> widest(int lane, int level, long index) {
        long hashes = head(lane).map(Head::size).orElse(0L) >>> (Tile.HEIGHT * level);
        int width = (int) Math.min(Tile.FULL_WIDTH, hashes - index * Tile.FULL_WIDTH);
        return width < 1
                ? Optional.empty()
                : read(of(lane).resolve(TilePath.tile(level, index, width)), Tile.FULL_WIDTH * Hash.BYTES)
                        .filter(bytes -> bytes.length == width * Hash.BYTES)
                        .map(bytes -> Tile.of(level, index, bytes));
    }

    @Override
    public void unplaced(Consumer<Unplaced> each) {
        // an export holds what its checkpoints cover
    }

    @Override
    public long waiting() {
        return 0;
    }

    @Override
    public List<DataKey> dataKeys() {
        return ExportVerification.claimedManifest(folder)
                .map(manifest -> manifest.dataKeys().stream()
                        .map(name -> new DataKey(name, Instant.EPOCH))
                        .toList())
                .orElse(List.of());
    }

    private Path of(int lane) {
        return lane == Head.ROOT ? folder : LogExport.laneFolder(folder, lane);
    }

    /** A larger file is treated as one that is not there. */
    private static Optional<byte[]> read(Path file, int largest) {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= largest
                    ? Optional.of(Files.readAllBytes(file))
                    : Optional.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException("the export cannot be read", failed);
        }
    }
}
