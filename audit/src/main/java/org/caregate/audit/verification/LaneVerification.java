package org.caregate.audit.verification;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.proof.Youth;
import org.caregate.audit.reading.LogSource;
import org.caregate.audit.sealing.DataKeyEvent;
import org.caregate.audit.tree.CompactRange;
import org.caregate.audit.tree.Hash;
import org.caregate.audit.tree.Tile;
import org.jspecify.annotations.Nullable;

/**
 * Judges one log. Two trees grow side by side from where entries and stored tiles first differ: one of what the entries are, one of
 * what the tiles say they were. The next checkpoint tells which of the two is true, and so whether the entries or the tiles were
 * changed, or both.
 *
 * <p>Only what a signature of the log's key covers is a size; a head that has none is a finding and costs no work.
 */
final class LaneVerification {
    private final LogSource source;
    private final int lane;
    private final LogKey key;
    private final NavigableMap<Long, Hash> expected;
    private final Judgement judgement;
    private final List<Finding> findings;
    private final LongConsumer progress;

    private CompactRange entriesTree = new CompactRange();
    private @Nullable CompactRange tilesTree; // null as long as it would be the same
    private boolean judgeable = true;
    private long lastGood;
    private long next; // the index that comes next
    private final Indexes changed = new Indexes();
    private final Indexes missing = new Indexes();
    private final Indexes copies = new Indexes();
    private final Indexes twice = new Indexes();
    private final List<DataKeyEvent> keyEvents = new ArrayList<>();
    private boolean overdue;
    private List<List<Hash>> tiles = List.of(); // of the chunk
    private long size;

    /** What is judged beside the tree, for all lanes together. */
    record Judgement(DataKeyVerification dataKeys, Youth youth, List<Finding> findings) {}

    LaneVerification(
            LogSource source,
            int lane,
            LogKey key,
            NavigableMap<Long, Hash> expected,
            Judgement judgement,
            LongConsumer progress) {
        this.source = source;
        this.lane = lane;
        this.key = key;
        this.expected = expected;
        this.judgement = judgement;
        this.findings = judgement.findings();
        this.progress = progress;
    }

    void run() {
        int before = findings.size();
        Optional<Head> head = signedHead();
        long end = Math.max(0, source.end(lane));
        long anchored = expected.isEmpty() ? 0 : expected.lastKey();
        long claimed = head.map(Head::size).orElse(Math.min(anchored, end));
        size = end < claimed - ReadAhead.CHUNK ? end : claimed;
        read();
        tellCopies();
        lookOutside();
        if (anchored > size) {
            Map.Entry<Long, Hash> reached = expected.floorEntry(size);
            flush();
            findings.add(new Finding.Shorter(
                    key.origin(), reached == null ? 0 : reached.getKey(), expected.higherKey(size)));
        } else if (size < claimed) {
            flush();
            findings.add(new Finding.Shorter(key.origin(), size, claimed));
        } else if (lastGood < size && judgeable) {
            head.ifPresent(newest -> compare(size, newest.checkpoint().root()));
        }
        if (overdue) {
            findings.add(new Finding.NotAnchored(key.origin(), anchored, size));
        }
        if (findings.size() == before) { // an entry that is not proved excuses no missing key
            keyEvents.forEach(judgement.dataKeys()::happened);
        }
    }

    private Optional<Head> signedHead() {
        Optional<Head> head = source.head(lane);
        if (head.isPresent() && !head.get().checkpoint().isSignedBy(key)) {
            findings.add(new Finding.NotSigned(key.origin(), head.get().size()));
            return Optional.empty();
        }
        return head;
    }

    private void read() {
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
        if (leaf.index() < next) {
            twice.add(leaf.index());
            return;
        }
        if (!leaf.copiesAgree()) {
            copies.add(next);
        }
        Hash stored = storedHash(next);
        if (leaf.dataKey() != null && (stored == null || stored.equals(leaf.hash()))) { // a changed entry needs no key
            judgement.dataKeys().used(leaf.dataKey());
        }
        if (leaf.keyEvent() != null) {
            keyEvents.add(leaf.keyEvent());
        }
        if (leaf.time() != null
                && !judgement.youth().isYoung(leaf.time())
                && (expected.isEmpty() || leaf.index() >= expected.lastKey())) {
            overdue = true;
        }
        step(next, leaf.hash());
    }

    private void step(long index, @Nullable Hash leaf) {
        Hash stored = storedHash(index);
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

    private @Nullable Hash storedHash(long index) {
        int inTile = (int) (index % Tile.FULL_WIDTH);
        List<Hash> tile = tiles.get((int) (index % ReadAhead.CHUNK) / Tile.FULL_WIDTH);
        return inTile < tile.size() ? tile.get(inTile) : null;
    }

    private void compare(long at, Hash root) {
        if (entriesTree.root().equals(root)) {
            changed.tell(key.origin(), index -> new Finding.TileChanged(key.origin(), index), findings);
        } else if (tilesTree != null && tilesTree.root().equals(root)) {
            entriesTree = tilesTree;
            changed.tell(key.origin(), index -> new Finding.EntryChanged(key.origin(), index), findings);
            missing.tell(key.origin(), index -> new Finding.EntryMissing(key.origin(), index), findings);
        } else {
            findings.add(new Finding.IntervalChanged(key.origin(), lastGood, at));
            flush();
            judgeable = false;
        }
        tilesTree = null;
        lastGood = at;
    }

    /** What is known though no checkpoint tells which side is true. */
    private void flush() {
        missing.tell(key.origin(), index -> new Finding.EntryMissing(key.origin(), index), findings);
        changed.tell(key.origin(), index -> new Finding.EntryChanged(key.origin(), index), findings);
    }

    /** The log grows while it is read: only what its head does not reach afterwards either is too much. */
    private void lookOutside() {
        LogSource.Outside outside = source.outside(lane, size);
        if (outside.count() == 0) {
            return;
        }
        long grown = source.head(lane)
                .filter(head -> head.checkpoint().isSignedBy(key))
                .map(head -> Math.max(size, head.size()))
                .orElse(size);
        Indexes beyond = new Indexes();
        outside.first().stream().filter(index -> index < 0 || index >= grown).forEach(beyond::add);
        if (outside.last() >= grown && outside.count() > outside.first().size()) {
            beyond.add(outside.count() - outside.first().size(), outside.first().getLast() + 1, outside.last());
        }
        beyond.tell(key.origin(), index -> new Finding.BeyondTheEnd(key.origin(), index), findings);
    }

    private void tellCopies() {
        copies.tell(key.origin(), index -> new Finding.CopiesChanged(key.origin(), index), findings);
        twice.tell(key.origin(), index -> new Finding.TwoAtOnePlace(key.origin(), index), findings);
        if (!judgeable) {
            missing.tell(key.origin(), index -> new Finding.EntryMissing(key.origin(), index), findings);
        }
    }
}
