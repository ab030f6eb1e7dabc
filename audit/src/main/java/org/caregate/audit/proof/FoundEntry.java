package org.caregate.audit.proof;

import java.time.Instant;
import java.util.UUID;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.entry.Phase;
import org.caregate.audit.entry.Sensitive;

/**
 * An entry as it was found, and how far it is vouched for.
 *
 * @param unreadable whether it has sealed fields that do not open, so that it may concern patients that it does not show
 */
public record FoundEntry(AuditEntry entry, Proof proof, boolean unreadable) {
    /** Stands for a row that is not an entry. */
    public static final String NOT_AN_ENTRY = "NOT_AN_ENTRY";

    /** An entry that is vouched for and wholly readable. */
    public static FoundEntry proved(AuditEntry entry) {
        return new FoundEntry(entry, Proof.PROVED, false);
    }

    /** A row whose bytes are no entry: shown as an alarm, so that it hides neither itself nor the others. */
    static FoundEntry ofRowThatIsNoEntry(UUID id) {
        AuditEntry alarm = AuditEntry.of(
                        Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16), "none", Action.ALARM, Outcome.FAILED)
                .reason(NOT_AN_ENTRY)
                .build();
        return new FoundEntry(
                new AuditEntry(
                        id,
                        alarm.exchangeId(),
                        alarm.time(),
                        Phase.SINGLE,
                        alarm.action(),
                        alarm.outcome(),
                        alarm.reason(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        alarm.detail(),
                        Sensitive.NONE),
                Proof.UNPROVED,
                true);
    }

    public UUID id() {
        return entry.id();
    }
}
