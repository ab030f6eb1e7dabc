package org.caregate.audit.sealing;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.AuditEntryBuilder;

/**
 * A step in the life of a data key, as the log itself tells it: a key that is gone without one was taken away.
 *
 * @param name the month whose sealed fields it opens
 * @param retainedUntil before this time it may not be destroyed; for a creation the time itself
 */
public record DataKeyEvent(String name, boolean created, Instant time, Instant retainedUntil) {
    /** Why a key was created: an entry is about to be sealed for a month that had none. */
    public static final String FIRST_OF_ITS_MONTH = "FIRST_OF_ITS_MONTH";

    /** Why a key was destroyed. */
    public static final String RETENTION_ENDED = "RETENTION_ENDED";

    private static final String NAME = "dataKey";
    private static final String RETAINED_UNTIL = "retainedUntil";

    /** The event that an entry tells of; empty if it tells of something else. */
    public static Optional<DataKeyEvent> of(AuditEntry entry) {
        String name = entry.detail().get(NAME);
        if (name == null || (entry.action() != Action.KEY_CREATED && entry.action() != Action.KEY_DESTROYED)) {
            return Optional.empty();
        }
        if (entry.action() == Action.KEY_CREATED) {
            return Optional.of(new DataKeyEvent(name, true, entry.time(), entry.time()));
        }
        try {
            Instant until = Instant.parse(entry.detail().getOrDefault(RETAINED_UNTIL, ""));
            return Optional.of(new DataKeyEvent(name, false, entry.time(), until));
        } catch (DateTimeException notATime) {
            return Optional.empty(); // an end that states no retention excuses nothing
        }
    }

    /** Completes an entry that says that the key was created. */
    public static AuditEntryBuilder creation(AuditEntryBuilder entry, String name) {
        return entry.reason(FIRST_OF_ITS_MONTH).detail(NAME, name);
    }

    /** Completes an entry that says that the key is destroyed. */
    public static AuditEntryBuilder destruction(AuditEntryBuilder entry, String name, Instant retainedUntil) {
        return entry.reason(RETENTION_ENDED).detail(NAME, name).detail(RETAINED_UNTIL, retainedUntil.toString());
    }

    /** Whether it was destroyed while entries of its month had to stay readable. */
    public boolean isEarly() {
        return !created && time.isBefore(retainedUntil);
    }

    /** Whether the retention that it states could be meant for that month: it began when the month ended. */
    public boolean coversItsMonth() {
        try {
            return !retainedUntil.isBefore(YearMonth.parse(name)
                    .plusMonths(1)
                    .atDay(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant());
        } catch (DateTimeException notAMonth) {
            return false;
        }
    }
}
