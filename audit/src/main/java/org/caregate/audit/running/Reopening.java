package org.caregate.audit.running;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.caregate.audit.anchor.AcknowledgedBreak;
import org.caregate.audit.anchor.Anchor;
import org.caregate.audit.anchor.AnchorComparison;
import org.caregate.audit.anchor.LeftBehind;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.checkpoint.MalformedNoteException;
import org.caregate.audit.checkpoint.SignedCheckpoint;
import org.caregate.audit.memory.PendingKey;
import org.caregate.audit.memory.PendingRow;
import org.caregate.audit.reading.LogSource;
import org.caregate.audit.reading.StoredTiles;
import org.caregate.audit.sequencing.HeadStore;
import org.caregate.audit.sequencing.HeadStore.Found;
import org.caregate.audit.sequencing.HeadStore.Waiting;
import org.caregate.audit.tree.Hash;
import org.caregate.audit.tree.MissingTileException;
import org.caregate.audit.tree.TreeHashes;

/**
 * Lets an operator go on after a break: lanes and waiting rows that cannot be what this log wrote are given up, which is kept beside the
 * anchor. Nothing is removed, and verification goes on naming what it finds.
 */
public final class Reopening {
    private static final int MOST_ROWS = 10_000;

    private final HeadStore heads;
    private final LogSource source;
    private final Anchor anchor;
    private final LogKey key;
    private final PendingKey pendingKey;

    public Reopening(HeadStore heads, LogSource source, Anchor anchor, LogKey key, PendingKey pendingKey) {
        this.heads = heads;
        this.source = source;
        this.anchor = anchor;
        this.key = key;
        this.pendingKey = pendingKey;
    }

    /**
     * Finds what is broken and acknowledges it; nodes MUST NOT run meanwhile.
     *
     * @return what was found, a line each; empty if nothing was, and then nothing was done
     */
    public List<String> acknowledge(Instant now) {
        List<String> found = new ArrayList<>();
        SortedSet<Integer> lanes = brokenLanes(found);
        SortedSet<UUID> rows = brokenRows(found);
        List<LeftBehind> missing = anchor.leftBehind();
        for (LeftBehind left : missing) {
            found.add(
                    left.entries().size() + " entries that were acknowledged before a stop may be missing, one of them "
                            + left.entries().keySet().iterator().next());
        }
        if (!found.isEmpty()) {
            anchor.acknowledge(new AcknowledgedBreak(now, lanes, rows, String.join("; ", found)));
            missing.forEach(left -> anchor.leave(new LeftBehind(left.writer(), Map.of())));
        }
        return found;
    }

    /** What is wrong with the log above the lanes, which no fresh lane repairs: only a new anchor folder does. */
    public Optional<String> rootObjection() {
        return AnchorComparison.of(anchor, source, key).objection();
    }

    /** Every lane that is stored or known, for the fresh one to be none of them. */
    public SortedSet<Integer> lanes() {
        SortedSet<Integer> lanes = new TreeSet<>(source.lanes());
        lanes.addAll(known().keySet());
        return lanes;
    }

    private Map<Integer, SignedCheckpoint> known() {
        Map<Integer, SignedCheckpoint> known = new TreeMap<>();
        List<SignedCheckpoint> all = new ArrayList<>(anchor.laneHeads());
        anchor.latest().ifPresent(latest -> all.addAll(latest.lanes()));
        for (SignedCheckpoint lane : all) {
            known.merge(
                    key.laneOf(lane.checkpoint().origin()),
                    lane,
                    (before, now) -> now.size() > before.size() ? now : before);
        }
        return known;
    }

    private SortedSet<Integer> brokenLanes(List<String> found) {
        Map<Integer, SignedCheckpoint> known = known();
        SortedSet<Integer> candidates = lanes();
        anchor.breaks().forEach(earlier -> candidates.removeAll(earlier.lanes()));
        SortedSet<Integer> broken = new TreeSet<>();
        for (int lane : candidates) {
            objection(lane, Optional.ofNullable(known.get(lane))).ifPresent(line -> {
                broken.add(lane);
                found.add("lane " + lane + " " + line);
            });
        }
        return broken;
    }

    private Optional<String> objection(int lane, Optional<SignedCheckpoint> known) {
        try {
            Optional<Head> head = heads.head(lane);
            if (head.isEmpty()) {
                return Optional.of(
                        "had " + known.map(SignedCheckpoint::size).orElse(0L) + " signed entries and is gone");
            }
            SignedCheckpoint stored = head.get().checkpoint();
            if (!stored.isSignedBy(key.ofLane(lane))) {
                return Optional.of("has a head that this log's key did not sign");
            }
            if (known.isPresent() && stored.size() < known.get().size()) {
                return Optional.of("had " + known.get().size() + " signed entries and has " + stored.size());
            }
            TreeHashes tree = new TreeHashes(stored.size(), new StoredTiles(source, lane));
            boolean same = tree.rootAt(stored.size()).equals(stored.root())
                    && (known.isEmpty()
                            || tree.rootAt(known.get().size())
                                    .equals(known.get().root()));
            return same ? Optional.empty() : Optional.of("is not what its head signed");
        } catch (MissingTileException missing) {
            return Optional.of("lacks a part: " + missing.getMessage());
        } catch (MalformedNoteException | IllegalArgumentException notOurs) {
            return Optional.of("has a head that is no checkpoint");
        }
    }

    private SortedSet<UUID> brokenRows(List<String> found) {
        SortedSet<UUID> broken = new TreeSet<>();
        List<UUID> ids = heads.waiting(MOST_ROWS);
        List<Waiting> rows = heads.rows(ids);
        Map<UUID, Found> entries = new HashMap<>();
        heads.find(rows.stream().flatMap(row -> row.entries().stream()).toList())
                .forEach(entry -> entries.put(entry.id(), entry));
        for (Waiting row : rows) {
            if (!isProved(row, entries) || !followedAreThere(row, ids)) {
                broken.add(row.id());
            }
        }
        anchor.breaks().forEach(earlier -> broken.removeAll(earlier.rows()));
        if (!broken.isEmpty()) {
            found.add(broken.size()
                    + " waiting rows are not as they were written, or follow one that is missing; one of them "
                    + broken.first());
        }
        return broken;
    }

    private boolean isProved(Waiting row, Map<UUID, Found> entries) {
        List<Hash> leaves = new ArrayList<>();
        for (UUID id : row.entries()) {
            Found entry = entries.get(id);
            if (entry == null || entry.leaf() == null) {
                return false;
            }
            leaves.add(Hash.ofLeaf(entry.leaf().toArray()));
        }
        PendingRow pending = row.row();
        return pending != null && pending.id().equals(row.id()) && pendingKey.proves(pending, leaves);
    }

    private boolean followedAreThere(Waiting row, List<UUID> waiting) {
        PendingRow pending = row.row();
        return pending == null
                || heads.find(pending.follows()).stream()
                        .allMatch(entry -> waiting.contains(entry.id()) || entry.place() != null);
    }
}
