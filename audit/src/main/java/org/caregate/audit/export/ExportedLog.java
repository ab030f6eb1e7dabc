package org.caregate.audit.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.caregate.audit.checkpoint.MalformedNoteException;
import org.caregate.audit.checkpoint.SignedCheckpoint;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.reading.LogSource;
import org.caregate.audit.sequencing.Head;
import org.caregate.audit.tree.Hash;
import org.caregate.audit.tree.Tile;
import org.caregate.audit.tree.TilePath;

/** An export read back as a log. */
public final class ExportedLog implements LogSource {
    private final Path folder;

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
        Optional<byte[]> note = read(of(lane).resolve("checkpoint"));
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
            List<Bytes> entries = read(of(lane).resolve(TilePath.entries(index, width)))
                    .map(EntryBundle::read)
                    .orElse(List.of());
            for (long place = Math.max(from, first); place < Math.min(end, first + entries.size()); place++) {
                each.accept(new Placed(place, entries.get((int) (place - first)), true));
            }
        }
    }

    @Override
    public Optional<Tile> widest(int lane, int level, long index) {
        long hashes = head(lane).map(Head::size).orElse(0L) >>> (Tile.HEIGHT * level);
        int width = (int) Math.min(Tile.FULL_WIDTH, hashes - index * Tile.FULL_WIDTH);
        return width < 1
                ? Optional.empty()
                : read(of(lane).resolve(TilePath.tile(level, index, width)))
                        .filter(bytes -> bytes.length == width * Hash.BYTES)
                        .map(bytes -> Tile.of(level, index, bytes));
    }

    @Override
    public Unplaced unplaced() {
        return new Unplaced(0, List.of());
    }

    private Path of(int lane) {
        return lane == Head.ROOT ? folder : LogExport.laneFolder(folder, lane);
    }

    private static Optional<byte[]> read(Path file) {
        try {
            return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException("the export cannot be read", failed);
        }
    }
}
