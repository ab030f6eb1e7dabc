package org.caregate.audit.search;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.proof.EntryProver;
import org.caregate.audit.proof.FoundEntry;
import org.caregate.audit.proof.StoredRow;
import org.caregate.audit.sealing.BlindIndex;
import org.jspecify.annotations.Nullable;

/**
 * Searches and follows the log for those who may see sensitive fields. Every entry comes with what can be said for it, so that one which
 * the owner of the database put in does not pass for one that was logged.
 */
public final class AuditSearch {
    private static final int MOST_OF_EXCHANGES = 100 * AuditQuery.MOST;

    /** Entries and where to go on from. */
    public record Followed(List<FoundEntry> entries, TailPosition position) {
        public Followed {
            entries = List.copyOf(entries);
        }
    }

    private final AuditReader reader;
    private final EntryProver prover;
    private final BlindIndex index;

    public AuditSearch(AuditReader reader, EntryProver prover, BlindIndex index) {
        this.reader = reader;
        this.prover = prover;
        this.index = index;
    }

    public List<FoundEntry> find(AuditQuery query) {
        Action action = query.action();
        Outcome outcome = query.outcome();
        return prover.found(reader.find(new EntryFilter(
                query.person(),
                query.client(),
                query.exchangeId(),
                action == null ? null : action.word(),
                outcome == null ? null : outcome.word(),
                marks(query),
                query.from(),
                query.until(),
                query.before(),
                query.most())));
    }

    /** Gives every entry from that time on and before the other, oldest first; how many that were. */
    public long each(@Nullable Instant from, @Nullable Instant until, Consumer<FoundEntry> consumer) {
        EntryProver.Reading reading = prover.begin();
        return eachPart(from, until, part -> reading.found(part).forEach(consumer));
    }

    /**
     * Gives the entries of every exchange that began from that time on and before the other, together, in the order in which the
     * exchanges began: neighbouring times give each exchange once. How many exchanges that were.
     */
    public long eachExchange(@Nullable Instant from, @Nullable Instant until, Consumer<List<FoundEntry>> consumer) {
        EntryProver.Reading reading = prover.begin();
        long[] told = new long[1];
        eachPart(from, until, part -> {
            for (List<FoundEntry> exchange : exchanges(reading, reading.found(part))) {
                consumer.accept(exchange);
                told[0]++;
            }
        });
        return told[0];
    }

    /** The exchanges that begin in a part; a row that its exchange does not lead to, as its columns were changed, stands alone. */
    private List<List<FoundEntry>> exchanges(EntryProver.Reading reading, List<FoundEntry> part) {
        Map<String, List<FoundEntry>> together = new LinkedHashMap<>();
        Set<UUID> reached = new HashSet<>();
        Set<String> named =
                part.stream().map(found -> found.entry().exchangeId()).collect(Collectors.toSet());
        for (FoundEntry found : reading.found(reader.ofExchanges(named, MOST_OF_EXCHANGES))) {
            together.computeIfAbsent(found.entry().exchangeId(), fresh -> new ArrayList<>())
                    .add(found);
            reached.add(found.id());
        }
        List<List<FoundEntry>> exchanges = new ArrayList<>();
        for (FoundEntry found : part) {
            List<FoundEntry> exchange = together.get(found.entry().exchangeId());
            if (!reached.contains(found.id())) {
                exchanges.add(List.of(found));
            } else if (exchange != null && exchange.getFirst().id().equals(found.id())) {
                exchanges.add(exchange);
            }
        }
        return exchanges;
    }

    private long eachPart(@Nullable Instant from, @Nullable Instant until, Consumer<List<StoredRow>> consumer) {
        long told = 0;
        UUID last = null;
        List<StoredRow> part;
        do {
            part = reader.inOrder(from, until, last, AuditQuery.MOST);
            consumer.accept(part);
            told += part.size();
            last = part.isEmpty() ? last : part.getLast().id();
        } while (part.size() == AuditQuery.MOST);
        return told;
    }

    /** From where to follow what is written from now on. */
    public TailPosition end() {
        return reader.end();
    }

    public Followed follow(TailPosition position, int most) {
        TailPart part = reader.after(position, most);
        return new Followed(prover.found(part.entries()), part.position());
    }

    private List<Bytes> marks(AuditQuery query) {
        List<Bytes> marks = new ArrayList<>();
        add(marks, BlindIndex.Kind.PATIENT, query.patient());
        add(marks, BlindIndex.Kind.RESOURCE, query.resource());
        add(marks, BlindIndex.Kind.USER_NAME, query.userName());
        return marks;
    }

    private void add(List<Bytes> marks, BlindIndex.Kind kind, @Nullable String value) {
        if (value != null) {
            marks.add(index.mark(kind, value));
        }
    }
}
