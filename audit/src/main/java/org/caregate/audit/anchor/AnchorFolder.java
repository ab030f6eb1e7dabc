package org.caregate.audit.anchor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.caregate.audit.checkpoint.SignedCheckpoint;
import org.caregate.audit.tree.TilePath;

/**
 * A folder with one file for each root checkpoint, named by its size, and a copy of the newest as {@code latest}.
 *
 * <p>Beside them lie the newest head of each lane, breaks that were acknowledged, and entries that a writer could not place.
 *
 * <p>A file appears under its name whole and synced or not at all, and is never replaced: it is linked into place, which
 * fails if the name is taken.
 */
public final class AnchorFolder implements Anchor {
    private static final String CHECKPOINTS = "checkpoint";
    private static final String LATEST = "latest";

    private final Path folder;
    private final AnchorNotes notes;

    public AnchorFolder(Path folder) {
        this.folder = folder;
        this.notes = new AnchorNotes(folder);
    }

    @Override
    public Optional<AnchoredCheckpoint> latest() {
        Path latest = folder.resolve(LATEST);
        return Files.exists(latest)
                ? Optional.of(read(latest))
                : files().stream().reduce((smaller, larger) -> larger).map(AnchorFolder::read);
    }

    @Override
    public void write(AnchoredCheckpoint checkpoint) {
        long size = checkpoint.root().size();
        Path file = folder.resolve(CHECKPOINTS).resolve(TilePath.index(size));
        Path directory = Objects.requireNonNull(file.getParent());
        try {
            Files.createDirectories(directory);
            Path fresh = synced(file.resolveSibling(UUID.randomUUID() + ".new"), checkpoint.text());
            try {
                Files.createLink(file, fresh);
            } catch (FileAlreadyExistsException there) {
                if (!read(file).root().checkpoint().equals(checkpoint.root().checkpoint())) {
                    throw new AnchorConflictException(size);
                }
            } finally {
                Files.deleteIfExists(fresh);
            }
            sync(directory);
            if (latestSize() < size) {
                Path latest = synced(folder.resolve(UUID.randomUUID() + ".new"), checkpoint.text());
                Files.move(latest, folder.resolve(LATEST), StandardCopyOption.ATOMIC_MOVE);
                sync(folder);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("the anchor cannot be written", failed);
        }
    }

    @Override
    public void forEach(Consumer<AnchoredCheckpoint> each) {
        files().forEach(file -> each.accept(read(file)));
    }

    @Override
    public List<SignedCheckpoint> laneHeads() {
        return notes.laneHeads();
    }

    @Override
    public void keepLaneHead(int lane, SignedCheckpoint head) {
        notes.keepLaneHead(lane, head);
    }

    @Override
    public List<AcknowledgedBreak> breaks() {
        return notes.breaks();
    }

    @Override
    public void acknowledge(AcknowledgedBreak acknowledged) {
        notes.acknowledge(acknowledged);
    }

    @Override
    public List<LeftBehind> leftBehind() {
        return notes.leftBehind();
    }

    @Override
    public void leave(LeftBehind left) {
        notes.leave(left);
    }

    /**
     * Since when every waiting row has a proof, as kept here: from the start of a new log, or from the first start of a version that
     * proves its rows.
     */
    public Instant provedSince(Instant now) {
        return notes.provedSince(latest().isEmpty() ? Instant.EPOCH : now);
    }

    private long latestSize() {
        Path latest = folder.resolve(LATEST);
        return Files.exists(latest) ? read(latest).root().size() : -1;
    }

    /** The checkpoints' files, smallest tree first. */
    private List<Path> files() {
        Path checkpoints = folder.resolve(CHECKPOINTS);
        if (!Files.exists(checkpoints)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(checkpoints)) {
            return files.filter(file -> file.toString().matches(".*/[0-9]{3}"))
                    .sorted(AnchorFolder::bySize)
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException("the anchor cannot be read", failed);
        }
    }

    /** Deeper paths are larger sizes, as {@link TilePath#index} writes them. */
    private static int bySize(Path one, Path other) {
        return one.getNameCount() == other.getNameCount()
                ? one.toString().compareTo(other.toString())
                : Integer.compare(one.getNameCount(), other.getNameCount());
    }

    private static AnchoredCheckpoint read(Path file) {
        try {
            return AnchoredCheckpoint.parse(Files.readString(file));
        } catch (IOException failed) {
            throw new UncheckedIOException("the anchor cannot be read", failed);
        }
    }

    static Path synced(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        return file;
    }

    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
