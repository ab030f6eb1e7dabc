package org.caregate.audit.anchor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.caregate.audit.checkpoint.SignedCheckpoint;

/** What lies beside the checkpoints of an {@link AnchorFolder}: lane heads, acknowledged breaks, entries left behind. */
final class AnchorNotes {
    private static final String LANES = "lane";
    private static final String BREAKS = "break";
    private static final String LEFT = "left";

    private final Path folder;
    private final Map<Integer, Long> kept = new ConcurrentHashMap<>();

    AnchorNotes(Path folder) {
        this.folder = folder;
    }

    List<SignedCheckpoint> laneHeads() {
        return files(LANES, "[0-9]+").stream()
                .map(file -> SignedCheckpoint.parse(read(file)))
                .toList();
    }

    void keepLaneHead(int lane, SignedCheckpoint head) {
        Path file = folder.resolve(LANES).resolve(Integer.toString(lane));
        long known = kept.computeIfAbsent(
                lane,
                unknown ->
                        Files.exists(file) ? SignedCheckpoint.parse(read(file)).size() : -1);
        if (known < head.size()) {
            replace(file, head.note());
            kept.put(lane, head.size());
        }
    }

    List<AcknowledgedBreak> breaks() {
        return files(BREAKS, "[0-9]+").stream()
                .map(file -> AcknowledgedBreak.parse(read(file)))
                .toList();
    }

    void acknowledge(AcknowledgedBreak acknowledged) {
        replace(folder.resolve(BREAKS).resolve(String.format("%06d", breaks().size() + 1)), acknowledged.text());
    }

    List<LeftBehind> leftBehind() {
        return files(LEFT, "[0-9a-f-]{36}").stream()
                .map(file -> LeftBehind.parse(UUID.fromString(file.getFileName().toString()), read(file)))
                .toList();
    }

    void leave(LeftBehind left) {
        Path file = folder.resolve(LEFT).resolve(left.writer().toString());
        if (!left.entries().isEmpty()) {
            replace(file, left.text());
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw new UncheckedIOException("the anchor cannot be written", failed);
        }
    }

    /** When this was first asked; the time given is kept if it never was. */
    Instant provedSince(Instant now) {
        Path file = folder.resolve("proved-since");
        if (!Files.exists(file)) {
            replace(file, now + "\n");
        }
        return Instant.parse(read(file).strip());
    }

    private List<Path> files(String kind, String names) {
        Path directory = folder.resolve(kind);
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> Optional.ofNullable(file.getFileName())
                            .filter(name -> name.toString().matches(names))
                            .isPresent())
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException("the anchor cannot be read", failed);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException("the anchor cannot be read", failed);
        }
    }

    /** Whole and synced, or as it was. */
    private static void replace(Path file, String text) {
        try {
            Path directory = Objects.requireNonNull(file.getParent());
            Files.createDirectories(directory);
            Path fresh = AnchorFolder.synced(file.resolveSibling(UUID.randomUUID() + ".new"), text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            AnchorFolder.sync(directory);
        } catch (IOException failed) {
            throw new UncheckedIOException("the anchor cannot be written", failed);
        }
    }
}
