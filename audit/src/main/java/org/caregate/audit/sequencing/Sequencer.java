package org.caregate.audit.sequencing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.checkpoint.SignedCheckpoint;
import org.caregate.audit.memory.RememberedEntry;
import org.caregate.audit.memory.WriterMemory;
import org.caregate.audit.memory.WrittenRow;
import org.caregate.audit.reading.LogSource;
import org.caregate.audit.reading.StoredTiles;
import org.caregate.audit.sequencing.HeadStore.Found;
import org.caregate.audit.sequencing.HeadStore.Placement;
import org.caregate.audit.tree.MissingTileException;
import org.caregate.audit.tree.TreeEdge;
import org.caregate.audit.tree.TreeHashes;
import org.jspecify.annotations.Nullable;

/**
 * Gives committed entries their places in this node's lane, and signs hashes of what this process remembers of them.
 *
 * <p>The commit inside {@link HeadStore#place} is the commit point. After an unclear failure the stored head says whether it happened;
 * it is either the one signed last or the one just tried, and anything else has to prove that another node of this log made it.
 * What the store hands back of an entry is compared with what was written: a difference breaks the log, after the true hash was signed.
 * Owned by one thread at a time.
 */
public final class Sequencer {
    private static final int MOST = 4096;
    private static final int TRIES = 8;

    private final HeadStore heads;
    private final LogSource source;
    private final SigningLog log;
    private final WriterMemory memory;
    private final Takeover takeover;
    private final KnownHeads known;
    private final Set<Integer> lost;
    private int lane;
    private @Nullable TreeEdge edge;
    private @Nullable SignedCheckpoint newest;
    private @Nullable Attempt unsettled;
    private final Map<Integer, SignedCheckpoint> unkept = new HashMap<>();

    /**
     * Heads that were signed and stored, to be kept outside the database.
     *
     * @param signatures what {@link WriterMemory#kept} receives once they are
     */
    public record Signed(Map<Integer, SignedCheckpoint> heads, long signatures) {
        public Signed {
            heads = Map.copyOf(heads);
        }
    }

    public Sequencer(
            HeadStore heads,
            LogSource source,
            SigningLog log,
            WriterMemory memory,
            Takeover takeover,
            KnownHeads known) {
        this.heads = heads;
        this.source = source;
        this.log = log;
        this.memory = memory;
        this.takeover = takeover;
        this.known = known;
        this.lost = new HashSet<>(known.closed());
    }

    /** A batch on its way into the store. */
    private static final class Attempt {
        private final List<RememberedEntry> entries;
        private final TreeEdge grown;
        private final Runnable committed;
        private @Nullable SignedCheckpoint head;
        private @Nullable String difference;
        private int placed;

        Attempt(List<RememberedEntry> entries, TreeEdge grown, Runnable committed) {
            this.entries = entries;
            this.grown = grown;
            this.committed = committed;
        }
    }

    /**
     * Places what this process was given receipts for, and what other writers left behind.
     *
     * @return how many entries were placed
     * @throws BrokenLogException if the log was tampered with; no other failure is final
     */
    public synchronized int step() {
        int placed = own();
        for (List<UUID> due : takeover.due()) {
            Takeover.Part part = takeover.prove(due);
            placed += place(part.entries(), part.rows(), () -> {});
        }
        takeover.demandExpected();
        return placed;
    }

    /**
     * Places what this process was given receipts for, and nothing else. What is acknowledged while this works waits for the next step:
     * a head and its transaction then stand for many rows, instead of for the few that came during the one before.
     */
    public synchronized int own() {
        int placed = 0;
        settle();
        for (List<WrittenRow> rows : parts(memory.unsigned())) {
            placed += place(
                    rows.stream()
                            .flatMap(row -> row.entries().stream())
                            .sorted(Comparator.comparing(RememberedEntry::id))
                            .toList(),
                    rows.stream().map(WrittenRow::id).toList(),
                    () -> memory.signed(rows));
        }
        return placed;
    }

    /** Whole rows, and more than {@link #MOST} entries only in a part of one row. */
    private static List<List<WrittenRow>> parts(List<WrittenRow> rows) {
        List<List<WrittenRow>> parts = new ArrayList<>();
        int room = 0;
        for (WrittenRow row : rows) {
            room -= row.entries().size();
            if (parts.isEmpty() || room < 0) {
                parts.add(new ArrayList<>());
                room = MOST - row.entries().size();
            }
            parts.getLast().add(row);
        }
        return parts;
    }

    private int place(List<RememberedEntry> entries, List<UUID> rows, Runnable committed) {
        List<UUID> ids = entries.stream().map(RememberedEntry::id).toList();
        for (int taken = 0; ; ) {
            Attempt attempt = new Attempt(entries, edge().copy(), committed);
            try {
                heads.place(ids, rows, found -> decide(attempt, found));
                adopt(attempt);
                return attempt.placed;
            } catch (HeadTakenException moved) {
                judge(known.hold(lane, () -> heads.head(lane)));
            } catch (PlaceTakenException elsewhere) {
                if (++taken == TRIES) { // another writer makes that happen once
                    throw new BrokenLogException("a place of lane " + lane + " is taken that was never given away");
                }
            } catch (BrokenLogException tampered) {
                throw tampered;
            } catch (RuntimeException unclear) {
                unsettled = attempt;
                throw unclear;
            }
        }
    }

    private Optional<Placement> decide(Attempt attempt, List<Found> stored) {
        Map<UUID, Found> found = new HashMap<>();
        stored.forEach(entry -> found.put(entry.id(), entry));
        Presence presence = new Presence(source, log.key());
        List<RememberedEntry> fresh = new ArrayList<>();
        for (RememberedEntry entry : attempt.entries) {
            Found there = found.get(entry.id());
            if (there != null && there.place() != null) {
                if (!presence.proved(entry.hash(), there.place())) {
                    throw new BrokenLogException("entry " + entry.id() + " is said to stand where it does not");
                }
                continue;
            }
            if (there == null || there.leaf() == null) {
                attempt.difference = "the database does not hold entry " + entry.id() + " any more";
            } else if (!there.leaf().equals(entry.leaf())) {
                attempt.difference = "the database holds entry " + entry.id() + " otherwise than it was written";
            }
            fresh.add(entry);
        }
        if (fresh.isEmpty()) {
            return Optional.empty();
        }
        Batch batch = log.append(
                lane, attempt.grown, fresh.stream().map(RememberedEntry::hash).toList());
        attempt.head = batch.head().checkpoint();
        attempt.placed = fresh.size();
        return Optional.of(new Placement(fresh.stream().map(RememberedEntry::id).toList(), batch));
    }

    private void adopt(Attempt attempt) {
        SignedCheckpoint head = attempt.head;
        if (head != null) {
            edge = attempt.grown;
            newest = head;
            known.learn(lane, head);
            unkept.put(lane, head);
        }
        attempt.committed.run();
        String difference = attempt.difference;
        if (difference != null) {
            keepPartialTiles(); // they tell which entry it is
            throw new BrokenLogException(difference);
        }
    }

    /** Finds out what became of a batch whose commit is in doubt. */
    private void settle() {
        Attempt attempt = unsettled;
        if (attempt == null) {
            return;
        }
        Optional<Head> stored = known.hold(lane, () -> heads.head(lane));
        unsettled = null;
        SignedCheckpoint tried = attempt.head;
        if (tried != null
                && stored.isPresent()
                && stored.get().checkpoint().note().equals(tried.note())) {
            adopt(attempt);
        } else if (!isNewest(stored)) {
            judge(stored);
        }
    }

    private boolean isNewest(Optional<Head> stored) {
        SignedCheckpoint last = newest;
        return last == null
                ? stored.isEmpty()
                : stored.isPresent() && stored.get().checkpoint().note().equals(last.note());
    }

    /** A head that this process did not sign: another node's, which has to extend ours, or a forgery. */
    private void judge(Optional<Head> stored) {
        SignedCheckpoint last = newest;
        Head head = stored.orElseThrow(() -> new BrokenLogException("lane " + lane + " has no head any more"));
        if (last != null) {
            try {
                TreeHashes tree = new TreeHashes(head.size(), new StoredTiles(source, lane));
                if (head.size() <= last.size() || !tree.rootAt(last.size()).equals(last.root())) {
                    throw new BrokenLogException("lane " + lane + " does not lead on from what was signed last");
                }
            } catch (MissingTileException missing) {
                throw new BrokenLogException("a part of lane " + lane + " is missing: " + missing.getMessage());
            }
        }
        leaveLane();
    }

    /** Writes to none of these lanes. */
    public synchronized void avoid(Set<Integer> lanes) {
        lost.addAll(lanes);
    }

    /** The newest head of every lane written here since they were last asked for. */
    public synchronized Signed takeSigned() {
        Signed signed = new Signed(unkept, memory.signatures());
        unkept.clear();
        return signed;
    }

    /** These could not be kept: they are given again, unless newer ones were signed. */
    public synchronized void giveBack(Signed signed) {
        signed.heads().forEach(unkept::putIfAbsent);
    }

    /** Keeps the unfinished tiles of the lane, so that changes in them can be distinguished. */
    public synchronized void keepPartialTiles() {
        if (edge != null && edge.size() > 0) {
            heads.keep(lane, edge.partialTiles());
        }
    }

    /** The lane this node writes; 0 before the first step. */
    public synchronized int lane() {
        return lane;
    }

    private TreeEdge edge() {
        TreeEdge growing = edge;
        if (growing != null) {
            return growing;
        }
        if (lane == 0) {
            lane = heads.takeLane(Set.copyOf(lost));
        }
        Optional<Head> head = known.hold(lane, () -> heads.head(lane));
        TreeEdge loaded = log.load(lane, head, source);
        edge = loaded;
        newest = head.map(Head::checkpoint).orElse(null);
        return loaded;
    }

    private void leaveLane() {
        lost.add(lane);
        lane = 0;
        edge = null;
        newest = null;
    }
}
