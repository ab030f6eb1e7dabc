package org.caregate.administration.key;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.caregate.administration.Operator;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.Outcome;
import org.caregate.crypto.signing.KeyUse;
import org.caregate.crypto.signing.SigningKeys;
import org.caregate.registry.Transactions;

/** Makes a key that takes over from those there are, with the entry in the same transaction. */
public final class RotateKeys {
    /** Nodes read the keys once a minute, and whoever caches the published ones does so within this time. */
    public static final Duration PUBLISHED_BEFORE = Duration.ofMinutes(5);

    /** Nothing that a key signed is good for longer. */
    private static final Duration LONGEST_TOKEN = Duration.ofHours(2);

    private final Transactions transactions;
    private final SigningKeys keys;
    private final AuditLog audit;
    private final Clock clock;

    public RotateKeys(Transactions transactions, SigningKeys keys, AuditLog audit, Clock clock) {
        this.transactions = transactions;
        this.keys = keys;
        this.audit = audit;
        this.clock = clock;
    }

    /** Every key, oldest first. */
    public List<SigningKeys.Described> all() {
        return keys.described();
    }

    /**
     * Rotates.
     *
     * @param atOnce for a key that somebody else may have: it signs nothing more, and what it signed is refused; else the new one is
     *     published first, and the old ones go when nothing they signed is good any more
     * @return the new key's id
     */
    public String rotate(KeyUse use, boolean atOnce, Operator operator) {
        Instant now = clock.instant();
        Instant activeFrom = atOnce ? now : now.plus(PUBLISHED_BEFORE);
        Instant othersUntil = atOnce ? now : activeFrom.plus(LONGEST_TOKEN);
        String made = transactions.inTransaction(() -> {
            String kid = keys.rotate(use, activeFrom, othersUntil);
            audit.enlist(operator.entry(clock, Action.KEY_CREATED, Outcome.PERMITTED)
                    .detail("kid", kid)
                    .detail("use", use.name().toLowerCase(java.util.Locale.ROOT))
                    .detail("activeFrom", activeFrom.toString())
                    .detail("othersUntil", othersUntil.toString())
                    .build());
            return kid;
        });
        keys.reload();
        return made;
    }
}
