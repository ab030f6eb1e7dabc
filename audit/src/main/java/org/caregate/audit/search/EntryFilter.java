package org.caregate.audit.search;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.caregate.audit.entry.Bytes;
import org.jspecify.annotations.Nullable;

/** A query as a store can answer it: sealed values have become marks. */
public record EntryFilter(
        @Nullable String person,
        @Nullable String client,
        @Nullable String exchangeId,
        @Nullable String action,
        @Nullable String outcome,
        List<Bytes> marks,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable UUID before,
        int most) {
    public EntryFilter {
        marks = List.copyOf(marks);
    }
}
