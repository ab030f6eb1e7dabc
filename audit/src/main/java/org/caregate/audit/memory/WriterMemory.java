package org.caregate.audit.memory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.caregate.audit.entry.StoredEntry;
import org.jspecify.annotations.Nullable;

/**
 * Every entry that this process was given a receipt for, from the receipt until a signed tree holds it.
 *
 * <p>What is signed are hashes of these bytes, never of bytes that the database hands back. After the signature the signed head stands
 * for them: it commits to every one, and is held against the database and the anchor. Rows name the acknowledged rows before them, so
 * that a node that has to take over what a dead writer left finds the one that is missing among those that are there.
 *
 * <p>Bounded, because nothing is acknowledged any more once the oldest entry has waited for its signature longer than the log's limit.
 */
public final class WriterMemory {
    private record Signed(long number, long sinceNanos) {}

    private final UUID writer = UUID.randomUUID();
    private final PendingKey key;
    private final LongSupplier nanos;
    private final Set<UUID> underWay = new HashSet<>();
    private final Map<UUID, WrittenRow> unsigned = new LinkedHashMap<>();
    private final Set<UUID> unnamed = new LinkedHashSet<>();
    private final Deque<Signed> unkept = new ArrayDeque<>();
    private long begun;
    private long signatures;
    private volatile @Nullable WrittenRow
            oldest; // of those that are unsigned: asked for with every entry, so without a lock

    public WriterMemory(PendingKey key) {
        this(key, System::nanoTime);
    }

    WriterMemory(PendingKey key, LongSupplier nanos) {
        this.key = key;
        this.nanos = nanos;
    }

    /** The name of this process among writers. */
    public UUID writer() {
        return writer;
    }

    /** Starts a row: what is to be stored beside these entries, in the same transaction. */
    public WrittenRow begin(List<StoredEntry> entries) {
        List<RememberedEntry> remembered =
                entries.stream().map(RememberedEntry::of).toList();
        List<UUID> ids = remembered.stream().map(RememberedEntry::id).toList();
        List<UUID> follows;
        long number;
        synchronized (this) {
            number = ++begun;
            follows = List.copyOf(unnamed);
            underWay.add(ids.getFirst());
        }
        PendingRow pending = new PendingRow(
                writer,
                number,
                ids,
                follows,
                key.proof(
                        writer,
                        number,
                        ids,
                        follows,
                        remembered.stream().map(RememberedEntry::hash).toList()));
        return new WrittenRow(pending, remembered, nanos.getAsLong()); // the time counts from the acknowledgement on
    }

    /** The row's transaction has committed: from here on its entries are acknowledged. */
    public synchronized void committed(WrittenRow row) {
        underWay.remove(row.id());
        WrittenRow acknowledged = new WrittenRow(row.pending(), row.entries(), nanos.getAsLong());
        unsigned.put(row.id(), acknowledged);
        if (oldest == null) {
            oldest = acknowledged;
        }
        row.pending().follows().forEach(unnamed::remove);
        unnamed.add(row.id());
    }

    /** The row's transaction has not committed, or its outcome is unknown; should it be stored after all, it is taken over like a dead writer's. */
    public synchronized void abandoned(WrittenRow row) {
        underWay.remove(row.id());
    }

    /** Acknowledged rows that no signed tree holds, oldest first. */
    public synchronized List<WrittenRow> unsigned() {
        return List.copyOf(unsigned.values());
    }

    /** A signed tree in the store holds these rows. */
    public synchronized void signed(Collection<WrittenRow> rows) {
        long since = Long.MAX_VALUE;
        for (WrittenRow row : rows) {
            unsigned.remove(row.id());
            unnamed.remove(row.id());
            since = Math.min(since, row.sinceNanos());
        }
        oldest = unsigned.isEmpty() ? null : unsigned.values().iterator().next();
        if (!rows.isEmpty()) {
            unkept.add(new Signed(++signatures, since));
        }
    }

    /** How many times {@link #signed} received rows; to be handed to {@link #kept} once the head is outside the database. */
    public synchronized long signatures() {
        return signatures;
    }

    /** The heads of so many signatures are kept outside the database. */
    public synchronized void kept(long upTo) {
        while (!unkept.isEmpty() && unkept.getFirst().number() <= upTo) {
            unkept.removeFirst();
        }
    }

    /** Whether this process is writing the row, or remembers it as acknowledged and unsigned. */
    public synchronized boolean holds(UUID row) {
        return underWay.contains(row) || unsigned.containsKey(row);
    }

    /** How many acknowledged entries no signed tree holds yet. */
    public synchronized int unsignedEntries() {
        return unsigned.values().stream().mapToInt(row -> row.entries().size()).sum();
    }

    /** For how long the oldest acknowledged entry has waited for its signature; zero when none does. */
    public Duration unsignedFor() {
        return Duration.ofNanos(unsignedForNanos());
    }

    /** The same in nanoseconds, for those who ask with every entry: it takes no lock. */
    public long unsignedForNanos() {
        WrittenRow first = oldest;
        return first == null ? 0 : Math.max(0, nanos.getAsLong() - first.sinceNanos());
    }

    /**
     * The window in which an acknowledged entry could be removed unseen if this process died now: the age of the oldest one that no
     * signed head outside the database covers; zero when each is covered.
     */
    public synchronized Duration exposedFor() {
        Duration signed =
                unkept.isEmpty() ? Duration.ZERO : since(unkept.getFirst().sinceNanos());
        Duration waiting = unsignedFor();
        return signed.compareTo(waiting) > 0 ? signed : waiting;
    }

    private Duration since(long then) {
        return Duration.ofNanos(Math.max(0, nanos.getAsLong() - then));
    }
}
