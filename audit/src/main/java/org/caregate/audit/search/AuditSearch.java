package org.caregate.audit.search;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.entry.SealedEntry;
import org.caregate.audit.sealing.BlindIndex;
import org.caregate.audit.sealing.EntrySealing;
import org.jspecify.annotations.Nullable;

/** Searches and follows the log for those who may see sensitive fields; entries whose key is gone come without them. */
public final class AuditSearch {
    /** Entries and where to go on from. */
    public record Followed(List<AuditEntry> entries, TailPosition position) {
        public Followed {
            entries = List.copyOf(entries);
        }
    }

    private final AuditReader reader;
    private final EntrySealing sealing;

    public AuditSearch(AuditReader reader, EntrySealing sealing) {
        this.reader = reader;
        this.sealing = sealing;
    }

    public List<AuditEntry> find(AuditQuery query) {
        Action action = query.action();
        Outcome outcome = query.outcome();
        return opened(reader.find(new EntryFilter(
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
    public long each(@Nullable Instant from, @Nullable Instant until, Consumer<AuditEntry> consumer) {
        long told = 0;
        UUID last = null;
        List<SealedEntry> part;
        do {
            part = reader.inOrder(from, until, last, AuditQuery.MOST);
            opened(part).forEach(consumer);
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
        return new Followed(opened(part.entries()), part.position());
    }

    private List<AuditEntry> opened(List<SealedEntry> entries) {
        return entries.stream()
                .map(entry -> sealing.open(entry).orElse(entry.plain()))
                .toList();
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
            marks.add(sealing.index().mark(kind, value));
        }
    }
}
