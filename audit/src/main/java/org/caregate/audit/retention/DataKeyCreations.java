package org.caregate.audit.retention;

import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.sealing.DataKeyEvent;

/**
 * Writes the entry that a data key was created, in the transaction that stores the key: neither is there without the other. The log
 * is asked for late, as it seals by these very keys.
 */
public final class DataKeyCreations implements Consumer<String> {
    private final Supplier<AuditLog> log;
    private final Clock clock;

    public DataKeyCreations(Supplier<AuditLog> log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    @Override
    public void accept(String name) {
        log.get()
                .enlist(DataKeyEvent.creation(
                                AuditEntry.of(
                                        clock.instant(), "data-key-" + name, Action.KEY_CREATED, Outcome.PERMITTED),
                                name)
                        .build());
    }
}
