package org.caregate.audit.verification;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.caregate.audit.entry.SealedEntry;
import org.caregate.audit.reading.LogSource;
import org.caregate.audit.sealing.DataKeyEvent;
import org.caregate.audit.sealing.MonthlyKeys;
import org.caregate.audit.tree.Hash;
import org.caregate.audit.tree.Tile;
import org.jspecify.annotations.Nullable;

/**
 * Reads and hashes the leaves of a log on several threads, ahead of the one that judges them in order. Memory is bounded: as many
 * chunks as there are threads, and one.
 */
final class ReadAhead implements AutoCloseable {
    /** Leaves of a chunk; full tiles. */
    static final int CHUNK = 16 * Tile.FULL_WIDTH;

    private static final int MOST_THREADS = 4; // as many as the reader's pool has connections

    /**
     * A leaf by its hash; null if its bytes are missing.
     *
     * @param time when its entry says that it was written; null if it is no entry
     * @param dataKey the data key that its fields are sealed by, if any are
     */
    record Leaf(
            long index,
            @Nullable Hash hash,
            boolean copiesAgree,
            @Nullable Instant time,
            @Nullable String dataKey,
            @Nullable DataKeyEvent keyEvent) {
        static Leaf of(LogSource.Placed placed) {
            Hash hash = placed.leaf() == null ? null : Hash.ofLeaf(placed.leaf().toArray());
            SealedEntry entry = placed.entry();
            if (entry == null) {
                return new Leaf(placed.index(), hash, placed.copiesAgree(), null, null, null);
            }
            String batchKey = entry.keyName();
            return new Leaf(
                    placed.index(),
                    hash,
                    placed.copiesAgree(),
                    entry.plain().time(),
                    batchKey == null ? null : MonthlyKeys.nameBehind(batchKey),
                    DataKeyEvent.of(entry.plain()).orElse(null));
        }
    }

    /** What was read from one index to before another, and the tiles stored for it, an empty list for each that is not. */
    record Chunk(long to, List<Leaf> leaves, List<List<Hash>> tiles) {}

    private final LogSource source;
    private final int lane;
    private final long size;
    private final int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, MOST_THREADS);
    private final ExecutorService readers = Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().name("audit-verification-", 0).daemon().factory());
    private final Queue<Future<Chunk>> ahead = new ArrayDeque<>();
    private long asked;

    /** Reads that lane up to that size. */
    ReadAhead(LogSource source, int lane, long size) {
        this.source = source;
        this.lane = lane;
        this.size = size;
        for (int i = 0; i <= threads; i++) {
            ask();
        }
    }

    /** The next chunk; null after the last. */
    @Nullable
    Chunk next() {
        Future<Chunk> first = ahead.poll();
        if (first == null) {
            return null;
        }
        try {
            Chunk chunk = first.get();
            ask();
            return chunk;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the log was being read", interrupted);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException unreadable
                    ? unreadable
                    : new IllegalStateException("the log cannot be read", failed.getCause());
        }
    }

    private void ask() {
        if (asked < size) {
            long from = asked;
            long to = Math.min(size, from + CHUNK);
            asked = to;
            ahead.add(readers.submit(() -> read(from, to)));
        }
    }

    private Chunk read(long from, long to) {
        List<Leaf> leaves = new ArrayList<>((int) (to - from));
        source.places(lane, from, to, placed -> leaves.add(Leaf.of(placed)));
        List<List<Hash>> tiles = new ArrayList<>();
        for (long index = from / Tile.FULL_WIDTH; index * Tile.FULL_WIDTH < to; index++) {
            tiles.add(source.widest(lane, 0, index).map(Tile::hashes).orElse(List.of()));
        }
        return new Chunk(to, leaves, tiles);
    }

    @Override
    public void close() {
        ahead.forEach(chunk -> chunk.cancel(true));
        readers.close();
    }
}
