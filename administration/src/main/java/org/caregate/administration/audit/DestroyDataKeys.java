package org.caregate.administration.audit;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.caregate.administration.operation.Operator;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.retention.DataKeyRetention;
import org.caregate.audit.sealing.DataKeyEvent;
import org.caregate.audit.sealing.DataKeyStore;

/**
 * Destroys the data keys of months whose retention has ended, so that what they sealed can never be read again.
 *
 * <p>The entry is durable and covered by the anchor before the key goes: a key that is gone without one was taken away. After a crash between the
 * two the key is there still, verification names it, and doing this again ends it.
 */
public final class DestroyDataKeys {
    private final DataKeyStore keys;
    private final DataKeyRetention retention;
    private final Runnable anchor;
    private final Consumer<String> destruction;
    private final AuditLog audit;
    private final Clock clock;

    /**
     * The operation.
     *
     * @param anchor covers what was written by an anchored checkpoint
     * @param destruction destroys a key, by the owner's role
     */
    public DestroyDataKeys(
            DataKeyStore keys,
            DataKeyRetention retention,
            Runnable anchor,
            Consumer<String> destruction,
            AuditLog audit,
            Clock clock) {
        this.keys = keys;
        this.retention = retention;
        this.anchor = anchor;
        this.destruction = destruction;
        this.audit = audit;
        this.clock = clock;
    }

    /** The keys that may be destroyed now. */
    public List<String> due() {
        return retention.ended(keys.names(), clock.instant());
    }

    /** Destroys them; their names. */
    public List<String> destroy(Operator operator) {
        List<String> due = new ArrayList<>(due());
        for (String name : due) {
            Instant until = retention.retainedUntil(name);
            audit.record(DataKeyEvent.destruction(
                            operator.entry(clock, Action.KEY_DESTROYED, Outcome.PERMITTED), name, until)
                    .build());
        }
        if (!due.isEmpty()) {
            anchor.run();
            due.forEach(destruction);
        }
        return due;
    }
}
