package org.caregate.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.entry.Phase;
import org.caregate.audit.entry.SealedEntry;
import org.caregate.audit.entry.StoredEntry;
import org.caregate.audit.memory.PendingRow;
import org.caregate.audit.proof.StoredRow;
import org.caregate.audit.reading.LogSource;
import org.caregate.audit.search.AuditReader;
import org.caregate.audit.search.EntryFilter;
import org.caregate.audit.search.TailPart;
import org.caregate.audit.search.TailPosition;
import org.caregate.audit.sequencing.Batch;
import org.caregate.audit.sequencing.HeadStore;
import org.caregate.audit.sequencing.HeadTakenException;
import org.caregate.audit.sequencing.LaneCheckpoint;
import org.caregate.audit.tree.Tile;
import org.jspecify.annotations.Nullable;

/** The whole database of the log in memory, with faults to inject; its tables are open to a test that plays the attacker. */
public final class InMemoryStore implements EntryStore, HeadStore, LogSource, AuditReader {
    /** Where a fault can strike. */
    public enum Step {
        INSERT,
        SEQUENCE,
        ROOT
    }

    /** A tile's place. */
    public record TileKey(int lane, int level, long index) {}

    /** A place that an attacker made up, whatever a database's constraints would say. */
    public record Forged(int lane, long index, UUID entry) {}

    public final Map<UUID, StoredEntry> entries = new LinkedHashMap<>();
    public final LinkedHashSet<UUID> waiting = new LinkedHashSet<>();
    public final Map<UUID, PendingRow> rows = new LinkedHashMap<>();
    public final Map<Integer, List<UUID>> places = new TreeMap<>();
    public final Map<Integer, List<Head>> heads = new TreeMap<>();
    public final Map<TileKey, Tile> tiles = new HashMap<>();
    public final List<LaneCheckpoint> rootLeaves = new ArrayList<>();
    public final List<Forged> forged = new ArrayList<>();
    public final List<DataKey> dataKeys = new ArrayList<>(List.of(new DataKey("2026-11", TestLog.START)));
    public final Set<UUID> refused = new LinkedHashSet<>();
    public int inserts;
    private long revocationVersion;
    private boolean transaction;
    private final Map<UUID, Ending> enlisted = new LinkedHashMap<>();

    /** What becomes of an entry on its way into the table; null if it is swallowed. */
    public Function<StoredEntry, @Nullable StoredEntry> trigger = entry -> entry;

    /** What happens elsewhere while a batch is being placed. */
    public Runnable whilePlacing = () -> {};

    private final Map<Step, Boolean> faults = new HashMap<>();

    /** The next such step fails before, or only after, it was persisted. */
    public synchronized void fail(Step step, boolean butPersist) {
        faults.put(step, butPersist);
    }

    public synchronized void revocationVersion(long version) {
        revocationVersion = version;
    }

    /** A copy of everything, as a backup holds it. */
    public synchronized InMemoryStore backup() {
        InMemoryStore copy = new InMemoryStore();
        copy.entries.putAll(entries);
        copy.waiting.addAll(waiting);
        copy.rows.putAll(rows);
        places.forEach((lane, ids) -> copy.places.put(lane, new ArrayList<>(ids)));
        heads.forEach((lane, all) -> copy.heads.put(lane, new ArrayList<>(all)));
        copy.tiles.putAll(tiles);
        copy.rootLeaves.addAll(rootLeaves);
        copy.forged.addAll(forged);
        return copy;
    }

    /** Runs work as a transaction that {@link #enlist} takes part in. */
    public synchronized void inTransaction(Runnable work) {
        enlisted.clear();
        transaction = true;
        try {
            work.run();
            enlisted.values().forEach(Ending::committed);
        } catch (RuntimeException rolledBack) {
            enlisted.keySet().forEach(entries::remove);
            enlisted.keySet().forEach(waiting::remove);
            enlisted.keySet().forEach(rows::remove);
            enlisted.values().forEach(Ending::notKnownToHaveCommitted);
            throw rolledBack;
        } finally {
            transaction = false;
        }
    }

    @Override
    public synchronized long insert(PendingRow row, List<StoredEntry> fresh) {
        inserts++;
        for (StoredEntry entry : fresh) {
            if (refused.contains(entry.id())) {
                throw new RefusedEntryException("the test said so", new IllegalStateException());
            }
        }
        step(Step.INSERT, () -> store(row, fresh));
        return revocationVersion;
    }

    @Override
    public synchronized void enlist(PendingRow row, StoredEntry entry, Ending ending) {
        if (!transaction) {
            throw new IllegalStateException("no transaction");
        }
        enlisted.put(entry.id(), ending);
        store(row, List.of(entry));
    }

    private void store(PendingRow row, List<StoredEntry> fresh) {
        for (StoredEntry entry : fresh) {
            StoredEntry kept = trigger.apply(entry);
            if (kept != null && entries.putIfAbsent(entry.id(), kept) == null) {
                waiting.add(entry.id());
            }
        }
        rows.put(row.id(), row);
    }

    @Override
    public synchronized int takeLane(Set<Integer> lost) {
        int lane = 1;
        while (lost.contains(lane)) {
            lane++;
        }
        return lane;
    }

    @Override
    public synchronized Optional<Head> head(int lane) {
        return Optional.ofNullable(heads.get(lane))
                .filter(all -> !all.isEmpty())
                .map(List::getLast);
    }

    @Override
    public synchronized List<Head> heads(Set<Integer> closed) {
        return lanes().stream()
                .filter(lane -> !closed.contains(lane))
                .flatMap(lane -> head(lane).stream())
                .toList();
    }

    @Override
    public synchronized void place(
            List<UUID> ids, List<UUID> placed, Function<List<Found>, Optional<Placement>> decide) {
        whilePlacing.run();
        Optional<Placement> placement = decide.apply(find(ids));
        if (placement.isEmpty()) {
            placed.forEach(this::forget);
            return;
        }
        Batch batch = placement.get().batch();
        demandFree(batch.head());
        step(Step.SEQUENCE, () -> {
            add(batch);
            places.computeIfAbsent(batch.head().lane(), fresh -> new ArrayList<>())
                    .addAll(placement.get().entries());
            placed.forEach(this::forget);
        });
    }

    private void forget(UUID row) {
        PendingRow gone = rows.remove(row);
        if (gone != null) {
            gone.entries().forEach(waiting::remove);
        }
    }

    @Override
    public synchronized List<UUID> waiting(int most) {
        return rows.keySet().stream().sorted().limit(most).toList();
    }

    @Override
    public synchronized List<Waiting> rows(List<UUID> ids) {
        return ids.stream()
                .filter(rows::containsKey)
                .map(id -> {
                    PendingRow row = Objects.requireNonNull(rows.get(id));
                    return new Waiting(id, row.entries(), row);
                })
                .toList();
    }

    @Override
    public synchronized List<Found> find(List<UUID> ids) {
        Map<UUID, Place> placed = new HashMap<>();
        places.forEach((lane, there) -> {
            for (int index = 0; index < there.size(); index++) {
                placed.put(there.get(index), new Place(lane, index));
            }
        });
        return ids.stream()
                .map(id -> {
                    StoredEntry entry = entries.get(id);
                    return new Found(id, entry == null ? null : entry.leaf(), placed.get(id));
                })
                .toList();
    }

    @Override
    public synchronized void appendRoot(List<LaneCheckpoint> leaves, Batch batch) {
        demandFree(batch.head());
        step(Step.ROOT, () -> {
            add(batch);
            rootLeaves.addAll(leaves);
        });
    }

    private void demandFree(Head fresh) {
        boolean taken = heads.getOrDefault(fresh.lane(), List.of()).stream()
                .anyMatch(head -> head.previousSize() == fresh.previousSize());
        if (taken) {
            throw new HeadTakenException(fresh.lane(), fresh.previousSize());
        }
    }

    private void add(Batch batch) {
        heads.computeIfAbsent(batch.head().lane(), fresh -> new ArrayList<>()).add(batch.head());
        keep(batch.head().lane(), batch.tiles());
    }

    @Override
    public synchronized List<LaneCheckpoint> coveredByRoot() {
        Map<Integer, LaneCheckpoint> newest = new TreeMap<>();
        rootLeaves.forEach(leaf -> newest.put(leaf.lane(), leaf));
        return List.copyOf(newest.values());
    }

    @Override
    public synchronized void keep(int lane, List<Tile> fresh) {
        for (Tile tile : fresh) {
            tiles.merge(
                    new TileKey(lane, tile.level(), tile.index()),
                    tile,
                    (there, other) -> other.width() > there.width() ? other : there);
        }
    }

    @Override
    public synchronized List<Integer> lanes() {
        Set<Integer> lanes = new TreeSet<>(heads.keySet());
        lanes.addAll(places.keySet());
        forged.forEach(place -> lanes.add(place.lane()));
        lanes.remove(Head.ROOT);
        return List.copyOf(lanes);
    }

    /** Every place of a lane with what stands there, the attacker's among them. */
    private List<Map.Entry<Long, UUID>> placesOf(int lane) {
        List<Map.Entry<Long, UUID>> all = new ArrayList<>();
        List<UUID> honest = places.getOrDefault(lane, List.of());
        for (int index = 0; index < honest.size(); index++) {
            all.add(Map.entry((long) index, honest.get(index)));
        }
        forged.stream()
                .filter(place -> place.lane() == lane)
                .forEach(place -> all.add(Map.entry(place.index(), place.entry())));
        all.sort(Map.Entry.comparingByKey());
        return all;
    }

    @Override
    public synchronized void places(int lane, long from, long to, Consumer<Placed> each) {
        if (lane == Head.ROOT) {
            for (long index = from; index < Math.min(to, rootLeaves.size()); index++) {
                each.accept(Placed.ofRoot(
                        index, Bytes.of(rootLeaves.get((int) index).leaf())));
            }
            return;
        }
        placesOf(lane).stream()
                .filter(place -> place.getKey() >= from && place.getKey() < to)
                .forEach(place -> {
                    StoredEntry row = entries.get(place.getValue());
                    each.accept(row == null ? Placed.missing(place.getKey()) : Placed.ofRow(place.getKey(), row));
                });
    }

    @Override
    public synchronized long end(int lane) {
        if (lane == Head.ROOT) {
            return rootLeaves.size();
        }
        List<Map.Entry<Long, UUID>> all = placesOf(lane);
        return all.isEmpty() ? 0 : Math.max(0, Math.min(all.getLast().getKey(), Long.MAX_VALUE - 1) + 1);
    }

    @Override
    public synchronized Outside outside(int lane, long size) {
        List<Long> outside = new ArrayList<>();
        if (lane == Head.ROOT) {
            for (long index = size; index < rootLeaves.size(); index++) {
                outside.add(index);
            }
        } else {
            placesOf(lane).stream()
                    .map(Map.Entry::getKey)
                    .filter(index -> index < 0 || index >= size)
                    .forEach(outside::add);
        }
        return outside.isEmpty()
                ? Outside.NONE
                : new Outside(
                        outside.size(),
                        outside.subList(0, Math.min(Outside.LISTED, outside.size())),
                        outside.getLast());
    }

    @Override
    public synchronized List<String> repeated() {
        Set<UUID> seen = new LinkedHashSet<>();
        List<String> repeated = new ArrayList<>();
        for (int lane : lanes()) {
            placesOf(lane).forEach(place -> {
                if (!seen.add(place.getValue())) {
                    repeated.add(place.getValue().toString());
                }
            });
        }
        return repeated;
    }

    @Override
    public synchronized long waiting() {
        return waiting.size();
    }

    @Override
    public synchronized List<DataKey> dataKeys() {
        return List.copyOf(dataKeys);
    }

    @Override
    public synchronized Optional<Tile> widest(int lane, int level, long index) {
        return Optional.ofNullable(tiles.get(new TileKey(lane, level, index)));
    }

    @Override
    public synchronized void unplaced(Consumer<Unplaced> each) {
        Set<UUID> placed = new LinkedHashSet<>();
        for (int lane : lanes()) {
            placesOf(lane).forEach(place -> placed.add(place.getValue()));
        }
        entries.forEach((id, row) -> {
            if (!placed.contains(id)) {
                each.accept(new Unplaced(id.toString(), waiting.contains(id), row));
            }
        });
        waiting.stream()
                .filter(id -> !entries.containsKey(id))
                .forEach(id -> each.accept(new Unplaced(id.toString(), true, null)));
    }

    @Override
    public synchronized List<StoredRow> find(EntryFilter filter) {
        return entries.values().stream()
                .filter(entry -> matches(filter.person(), entry.person())
                        && matches(filter.client(), entry.client())
                        && matches(filter.exchangeId(), entry.exchangeId())
                        && matches(filter.action(), entry.action())
                        && matches(filter.outcome(), entry.outcome())
                        && entry.marks().containsAll(filter.marks())
                        && (filter.from() == null || !entry.time().isBefore(filter.from()))
                        && (filter.until() == null || entry.time().isBefore(filter.until()))
                        && (filter.before() == null || entry.id().compareTo(filter.before()) < 0))
                .sorted(Comparator.comparing(StoredEntry::id).reversed())
                .limit(filter.most())
                .map(this::row)
                .toList();
    }

    @Override
    public synchronized List<StoredRow> inOrder(
            @Nullable Instant from, @Nullable Instant until, @Nullable UUID after, int most) {
        return entries.values().stream()
                .filter(entry -> (from == null || !entry.time().isBefore(from))
                        && (until == null || entry.time().isBefore(until))
                        && (after == null || entry.id().compareTo(after) > 0))
                .sorted(Comparator.comparing(StoredEntry::id))
                .limit(most)
                .map(this::row)
                .toList();
    }

    private StoredRow row(StoredEntry entry) {
        List<StoredRow.Place> of = new ArrayList<>();
        for (int lane : lanes()) {
            placesOf(lane).stream()
                    .filter(place -> place.getValue().equals(entry.id()))
                    .forEach(place -> of.add(new StoredRow.Place(lane, place.getKey())));
        }
        return new StoredRow(entry.id(), entry.leaf(), of);
    }

    @Override
    public synchronized List<StoredRow> ofExchanges(Set<String> exchanges, int most) {
        return entries.values().stream()
                .filter(entry -> exchanges.contains(entry.exchangeId()))
                .sorted(Comparator.comparing(StoredEntry::id))
                .limit(most)
                .map(this::row)
                .toList();
    }

    private static boolean matches(@Nullable String wanted, @Nullable String found) {
        return wanted == null || wanted.equals(found);
    }

    @Override
    public synchronized TailPosition end() {
        Map<Integer, Long> next = new HashMap<>();
        places.forEach((lane, ids) -> next.put(lane, (long) ids.size()));
        return new TailPosition(next);
    }

    @Override
    public synchronized TailPart after(TailPosition position, int most) {
        List<StoredRow> found = new ArrayList<>();
        Map<Integer, Long> next = new HashMap<>(position.next());
        places.forEach((lane, ids) -> {
            long index = position.of(lane);
            while (index < ids.size() && found.size() < most) {
                found.add(row(Objects.requireNonNull(entries.get(ids.get((int) index)))));
                index++;
            }
            next.put(lane, index);
        });
        return new TailPart(found, new TailPosition(next));
    }

    @Override
    public synchronized List<SealedEntry> unfinished(Instant from, Instant until, int most) {
        return entries.values().stream()
                .filter(entry -> entry.phase().equals(Phase.ATTEMPT.word())
                        && !entry.time().isBefore(from)
                        && entry.time().isBefore(until))
                .filter(attempt -> entries.values().stream()
                        .noneMatch(other -> other.exchangeId().equals(attempt.exchangeId())
                                && other.phase().equals(Phase.COMPLETION.word())))
                .limit(most)
                .map(InMemoryStore::read)
                .toList();
    }

    private static SealedEntry read(StoredEntry entry) {
        return SealedEntry.ofLeaf(entry.leaf().toArray());
    }

    private void step(Step step, Runnable persist) {
        Boolean butPersist = faults.remove(step);
        if (butPersist == null || butPersist) {
            persist.run();
        }
        if (butPersist != null) {
            throw new IllegalStateException("the test let " + step + " fail" + (butPersist ? " but persist" : ""));
        }
    }
}
