package org.caregate.audit.verification;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.reading.LogSource;
import org.caregate.audit.sequencing.Head;
import org.caregate.audit.tree.CompactRange;
import org.caregate.audit.tree.Hash;
import org.caregate.audit.tree.Tile;
import org.jspecify.annotations.Nullable;

/**
 * Judges one log. Two trees grow side by side from where entries and stored tiles first differ: one of what the entries are, one of
 * what the tiles say they were. The next checkpoint tells which of the two is true, and so whether the entries or the tiles were
 * changed, or both.
 */
final class LaneVerification {
    private static final int TOLD_ONE_BY_ONE = 20;

    private final LogSource source;
    private final int lane;
    private final LogKey key;
    private final NavigableMap<Long, Hash> expected;
    private final List<Finding> findings;
    private final LongConsumer progress;

    private CompactRange entriesTree = new CompactRange();
    private @Nullable CompactRange tilesTree; // null as long as it would be the same
    private boolean judgeable = true;
    private long lastGood;
    private long next; // the index that comes next
    private final List<Long> changed = new ArrayList<>();
    private final List<Long> missing = new ArrayList<>();
    private final List<Long> copies = new ArrayList<>();
    private List<Hash> tile = List.of();
    private List<List<Hash>> tiles = List.of(); // of the chunk
    private long size;

    LaneVerification(
            LogSource source,
            int lane,
            LogKey key,
            NavigableMap<Long, Hash> expected,
            List<Finding> findings,
            LongConsumer progress) {
        this.source = source;
        this.lane = lane;
        this.key = key;
        this.expected = expected;
        this.findings = findings;
        this.progress = progress;
    }

    void run() {
        Optional<Head> head = source.head(lane);
        size = head.map(Head::size).orElse(0L);
        if (head.isPresent() && !head.get().checkpoint().isSignedBy(key)) {
            findings.add(new Finding.NotSigned(key.origin(), size));
        }
        try (ReadAhead ahead = new ReadAhead(source, lane, size)) {
            for (ReadAhead.Chunk chunk = ahead.next(); chunk != null; chunk = ahead.next()) {
                tiles = chunk.tiles();
                chunk.leaves().forEach(this::judge);
                while (next < chunk.to()) {
                    step(next, null);
                }
                progress.accept(next);
            }
        }
        tellCopies();
        lookBeyond();
        if (!expected.isEmpty() && expected.lastKey() > size) {
            Map.Entry<Long, Hash> reached = expected.floorEntry(size);
            flush(size);
            findings.add(new Finding.Shorter(
                    key.origin(), reached == null ? 0 : reached.getKey(), expected.higherKey(size)));
        } else if (lastGood < size && judgeable) {
            head.ifPresent(newest -> compare(size, newest.checkpoint().root()));
        }
    }

    long entries() {
        return size;
    }

    /** What follows the newest anchored checkpoint. */
    Optional<VerificationReport.Uncovered> uncovered() {
        long covered = expected.isEmpty() ? 0 : expected.lastKey();
        return covered < size
                ? Optional.of(new VerificationReport.Uncovered(key.origin(), covered, size))
                : Optional.empty();
    }

    private void judge(ReadAhead.Leaf leaf) {
        while (next < leaf.index()) {
            step(next, null);
        }
        if (leaf.index() == next) {
            if (!leaf.copiesAgree()) {
                copies.add(next);
            }
            step(next, leaf.hash());
        }
    }

    private void step(long index, @Nullable Hash leaf) {
        int inTile = (int) (index % Tile.FULL_WIDTH);
        if (inTile == 0) {
            tile = tiles.get((int) (index % ReadAhead.CHUNK) / Tile.FULL_WIDTH);
        }
        Hash stored = inTile < tile.size() ? tile.get(inTile) : null;
        if (leaf == null) {
            missing.add(index);
        } else if (stored != null && !stored.equals(leaf)) {
            changed.add(index);
        }
        if (tilesTree == null && (leaf == null || (stored != null && !stored.equals(leaf)))) {
            tilesTree = entriesTree.copy();
        }
        Hash told = stored != null ? stored : leaf;
        entriesTree.append(leaf != null ? leaf : Hash.EMPTY);
        if (tilesTree != null) {
            tilesTree.append(told != null ? told : Hash.EMPTY);
        }
        next = index + 1;
        Hash root = expected.get(next);
        if (root != null && judgeable) {
            compare(next, root);
        }
    }

    private void compare(long at, Hash root) {
        if (entriesTree.root().equals(root)) {
            tell(changed, index -> new Finding.TileChanged(key.origin(), index));
        } else if (tilesTree != null && tilesTree.root().equals(root)) {
            entriesTree = tilesTree;
            tell(changed, index -> new Finding.EntryChanged(key.origin(), index));
            tell(missing, index -> new Finding.EntryMissing(key.origin(), index));
        } else {
            findings.add(new Finding.IntervalChanged(key.origin(), lastGood, at));
            flush(at);
            judgeable = false;
        }
        tilesTree = null;
        lastGood = at;
    }

    /** What is known though no checkpoint tells which side is true. */
    private void flush(long at) {
        tell(missing, index -> new Finding.EntryMissing(key.origin(), index));
        changed.removeIf(index -> index >= at);
        tell(changed, index -> new Finding.EntryChanged(key.origin(), index));
    }

    /** The log grows while it is read: only what its head does not reach afterwards either is too much. */
    private void lookBeyond() {
        List<Long> beyond = new ArrayList<>();
        source.places(lane, size, size + ReadAhead.CHUNK, placed -> beyond.add(placed.index()));
        if (!beyond.isEmpty()) {
            long end = source.head(lane).map(Head::size).orElse(0L);
            beyond.removeIf(index -> index < end);
            tell(beyond, index -> new Finding.BeyondTheEnd(key.origin(), index));
        }
    }

    private void tellCopies() {
        tell(copies, index -> new Finding.CopiesChanged(key.origin(), index));
        if (!judgeable) {
            tell(missing, index -> new Finding.EntryMissing(key.origin(), index));
        }
    }

    private void tell(List<Long> indexes, LongFunction<Finding> finding) {
        indexes.stream().limit(TOLD_ONE_BY_ONE).forEach(index -> findings.add(finding.apply(index)));
        if (indexes.size() > TOLD_ONE_BY_ONE) {
            findings.add(new Finding.More(
                    key.origin(), indexes.size() - TOLD_ONE_BY_ONE, indexes.get(TOLD_ONE_BY_ONE), indexes.getLast()));
        }
        indexes.clear();
    }
}
