package org.caregate.audit.retention;

import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.MalformedEntryException;
import org.caregate.audit.entry.SealedEntry;
import org.caregate.audit.proof.Proof;
import org.caregate.audit.proof.StoredRow;
import org.caregate.audit.sealing.DataKeyEvent;
import org.caregate.audit.sealing.DataKeyStore;
import org.caregate.audit.sealing.MonthlyKeys;
import org.caregate.audit.search.AuditQuery;
import org.caregate.audit.search.AuditReader;
import org.caregate.audit.search.AuditSearch;

/** A quick look for data keys that were taken away: the first entries of each month, where verification reads them all. */
public final class MissingDataKeys {
    private static final int ENTRIES_OF_A_MONTH = 200;
    private static final int MOST_MONTHS = 12 * 20;

    private final AuditReader reader;
    private final AuditSearch search;
    private final DataKeyStore keys;
    private final Clock clock;

    public MissingDataKeys(AuditReader reader, AuditSearch search, DataKeyStore keys, Clock clock) {
        this.reader = reader;
        this.search = search;
        this.keys = keys;
        this.clock = clock;
    }

    /** Keys that entries need and that are gone, though no proved entry says that they were destroyed when they might be. */
    public List<String> names() {
        Set<String> missing = new TreeSet<>();
        YearMonth last = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
        YearMonth earliest = last.minusMonths(MOST_MONTHS);
        YearMonth first = reader.inOrder(null, null, null, 1).stream()
                .map(row -> YearMonth.from(Instant.ofEpochMilli(row.id().getMostSignificantBits() >>> 16)
                        .atOffset(ZoneOffset.UTC)))
                .findFirst()
                .orElse(last);
        for (YearMonth month = first.isBefore(earliest) ? earliest : first;
                !month.isAfter(last);
                month = month.plusMonths(1)) {
            reader.inOrder(start(month), start(month.plusMonths(1)), null, ENTRIES_OF_A_MONTH).stream()
                    .flatMap(row -> dataKey(row).stream())
                    .forEach(missing::add);
        }
        keys.names().forEach(missing::remove);
        if (!missing.isEmpty()) {
            search.find(AuditQuery.ALL.ofAction(Action.KEY_DESTROYED).page(null, AuditQuery.MOST)).stream()
                    .filter(found -> found.proof() == Proof.PROVED)
                    .flatMap(found -> DataKeyEvent.of(found.entry()).stream())
                    .filter(end -> !end.isEarly() && end.coversItsMonth())
                    .forEach(end -> missing.remove(end.name()));
        }
        return List.copyOf(missing);
    }

    private static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Optional<String> dataKey(StoredRow row) {
        try {
            return Optional.ofNullable(SealedEntry.ofLeaf(row.leaf().toArray()).keyName())
                    .map(MonthlyKeys::nameBehind);
        } catch (MalformedEntryException notAnEntry) {
            return Optional.empty();
        }
    }
}
