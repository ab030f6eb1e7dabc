package org.caregate.audit.sequencing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.caregate.audit.anchor.LeftBehind;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.entry.MalformedEntryException;
import org.caregate.audit.entry.SealedEntry;
import org.caregate.audit.memory.PendingKey;
import org.caregate.audit.memory.PendingRow;
import org.caregate.audit.memory.RememberedEntry;
import org.caregate.audit.memory.WriterMemory;
import org.caregate.audit.reading.LogSource;
import org.caregate.audit.sequencing.HeadStore.Found;
import org.caregate.audit.sequencing.HeadStore.Waiting;
import org.caregate.audit.tree.Hash;

/**
 * Finds rows whose writer does not seem to place them, because it died or is cut off, and proves them before they are placed: each as
 * its writer made it, and none missing that another one names.
 *
 * <p>That a writer is dead is only guessed, by how long its row was seen waiting: should it live, both find the entry placed once.
 */
public final class Takeover {
    private static final int MOST_ROWS = 1024;
    private static final int ROWS_AT_ONCE = 64;

    /** Proved entries, and the rows they come from. */
    record Part(List<RememberedEntry> entries, List<UUID> rows) {}

    private final HeadStore heads;
    private final PendingKey key;
    private final WriterMemory memory;
    private final LogSource source;
    private final LogKey logKey;
    private final Duration patience;
    private final BooleanSupplier unprovedAccepted;
    private final Set<UUID> setAside;
    private final Map<UUID, Hash> expected = new LinkedHashMap<>();
    private long expectedSince = System.nanoTime();
    private final Map<UUID, Long> seen = new HashMap<>();
    private long scanned = System.nanoTime() - Duration.ofDays(1).toNanos();

    /**
     * Looks into that store.
     *
     * @param patience how long a row has to wait before it is taken over
     * @param setAside rows that an operator gave up: they are left as they are
     * @param unprovedAccepted whether rows without a proof may be those of a version before proofs
     */
    public Takeover(
            HeadStore heads,
            LogSource source,
            LogKey logKey,
            PendingKey key,
            WriterMemory memory,
            Duration patience,
            Set<UUID> setAside,
            BooleanSupplier unprovedAccepted) {
        this.heads = heads;
        this.key = key;
        this.memory = memory;
        this.source = source;
        this.logKey = logKey;
        this.patience = patience;
        this.unprovedAccepted = unprovedAccepted;
        this.setAside = Set.copyOf(setAside);
    }

    /** Entries that a writer says it left: each has to stand in the log soon, from its place or from the row that waits. */
    public synchronized void expect(List<LeftBehind> left) {
        left.forEach(writer -> expected.putAll(writer.entries()));
        expectedSince = System.nanoTime();
    }

    /** Whether everything that was left behind is in the log. */
    public synchronized boolean nothingIsExpected() {
        return expected.isEmpty();
    }

    /** Demands what was left behind, once what waits has had the time to be taken over. */
    synchronized void demandExpected() {
        if (expected.isEmpty() || System.nanoTime() - expectedSince < 2 * patience.toNanos()) {
            return;
        }
        Presence presence = new Presence(source, logKey);
        Map<UUID, Hash> missing = new LinkedHashMap<>(expected);
        for (Found entry : heads.find(List.copyOf(expected.keySet()))) {
            if (entry.place() != null
                    && presence.proved(Objects.requireNonNull(expected.get(entry.id())), entry.place())) {
                missing.remove(entry.id());
            }
        }
        if (!missing.isEmpty()) {
            throw new BrokenLogException(missing.size()
                    + " entries that were acknowledged before the last stop are not in" + " the log, one of them "
                    + missing.keySet().iterator().next());
        }
        expected.clear();
    }

    /** How long ago the oldest row was first seen that waits and is not of this process; zero when there is none. */
    public synchronized Duration oldest() {
        long now = System.nanoTime();
        return Duration.ofNanos(
                seen.values().stream().mapToLong(first -> now - first).max().orElse(0));
    }

    /**
     * What is due, in parts of a bearable size.
     *
     * @throws BrokenLogException if a row was altered or invented, or one is missing
     */
    synchronized List<List<UUID>> due() {
        long now = System.nanoTime();
        if (now - scanned < patience.toNanos() / 8) {
            return List.of();
        }
        List<UUID> waiting = heads.waiting(MOST_ROWS);
        scanned = now;
        Set<UUID> foreign = new HashSet<>(waiting);
        foreign.removeIf(row -> setAside.contains(row) || memory.holds(row));
        seen.keySet().retainAll(foreign);
        foreign.forEach(row -> seen.putIfAbsent(row, now));
        List<UUID> due = waiting.stream()
                .filter(row -> seen.containsKey(row) && now - seen.get(row) >= patience.toNanos())
                .toList();
        List<List<UUID>> parts = new ArrayList<>();
        for (int from = 0; from < due.size(); from += ROWS_AT_ONCE) {
            parts.add(due.subList(from, Math.min(due.size(), from + ROWS_AT_ONCE)));
        }
        return parts;
    }

    /** Reads and proves these rows. */
    Part prove(List<UUID> ids) {
        List<Waiting> rows = heads.rows(ids);
        Map<UUID, Found> found = new HashMap<>();
        heads.find(rows.stream().flatMap(row -> row.entries().stream()).toList())
                .forEach(entry -> found.put(entry.id(), entry));
        List<RememberedEntry> entries = new ArrayList<>();
        Set<UUID> followed = new HashSet<>();
        for (Waiting row : rows) {
            entries.addAll(prove(row, found));
            PendingRow pending = row.row();
            if (pending != null) {
                followed.addAll(pending.follows());
            }
        }
        followed.removeIf(memory::holds);
        demandThere(List.copyOf(followed));
        return new Part(entries, rows.stream().map(Waiting::id).toList());
    }

    private List<RememberedEntry> prove(Waiting row, Map<UUID, Found> found) {
        List<RememberedEntry> entries = new ArrayList<>();
        for (UUID id : row.entries()) {
            Found entry = found.get(id);
            if (entry == null || entry.leaf() == null) {
                throw new BrokenLogException("entry " + id + " waits for its place and is missing");
            }
            entries.add(new RememberedEntry(
                    id, entry.leaf(), Hash.ofLeaf(entry.leaf().toArray())));
        }
        PendingRow pending = row.row();
        if (pending == null && unprovedAccepted.getAsBoolean()) {
            return entries;
        }
        if (pending == null
                || !pending.id().equals(row.id())
                || !key.proves(
                        pending, entries.stream().map(RememberedEntry::hash).toList())) {
            throw new BrokenLogException(
                    "the waiting row " + row.id() + " was altered, or is none that this program wrote");
        }
        return entries;
    }

    /** Acknowledged rows wait, or stand in a signed tree. */
    private void demandThere(List<UUID> rows) {
        Presence presence = new Presence(source, logKey);
        Set<UUID> missing = new HashSet<>(rows);
        heads.rows(rows).forEach(row -> missing.remove(row.id()));
        for (Found entry : heads.find(List.copyOf(missing))) {
            if (entry.leaf() == null
                    || entry.place() == null
                    || !isOf(entry.leaf().toArray(), entry.id())
                    || !presence.proved(Hash.ofLeaf(entry.leaf().toArray()), entry.place())) {
                throw new BrokenLogException("the acknowledged row " + entry.id() + " is missing from those that wait");
            }
        }
    }

    private static boolean isOf(byte[] leaf, UUID id) {
        try {
            return SealedEntry.ofLeaf(leaf).plain().id().equals(id);
        } catch (MalformedEntryException changed) {
            return false;
        }
    }
}
