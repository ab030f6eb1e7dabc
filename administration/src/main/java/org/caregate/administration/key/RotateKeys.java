package org.caregate.administration.key;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.caregate.administration.operation.Operator;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.Outcome;
import org.caregate.crypto.signing.KeyUse;
import org.caregate.crypto.signing.SigningKeys;
import org.caregate.registry.revocation.Revocation;
import org.caregate.registry.revocation.Revocation.Kind;
import org.caregate.registry.revocation.Revocations;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.registry.transaction.Transactions;

/** Makes a key that takes over from those there are, with the entry in the same transaction. */
public final class RotateKeys {
    /** Nodes read the keys every few seconds, and anyone who caches the published ones does so for this time. */
    public static final Duration PUBLISHED_BEFORE = Duration.ofMinutes(5);

    private static final String LEAKED = "KEY_LEAKED";

    private final Transactions transactions;
    private final SigningKeys keys;
    private final Revocations revocations;
    private final AuditLog audit;
    private final Clock clock;

    public RotateKeys(SigningKeys keys, Revocations revocations, AuditedTransactions audited) {
        this.transactions = audited.transactions();
        this.keys = keys;
        this.revocations = revocations;
        this.audit = audited.audit();
        this.clock = audited.clock();
    }

    /** Every key, oldest first. */
    public List<SigningKeys.Described> all() {
        return keys.described();
    }

    /**
     * The new key.
     *
     * @param version of the revocations that made every node refuse the old keys; -1 when they are good for a while
     */
    public record Rotated(String kid, long version) {}

    /** Ends a key that someone else may have, and with it all older ones of its use; empty when there is none of that id any more. */
    public Optional<Rotated> revoke(String kid, Operator operator) {
        Instant now = clock.instant();
        return all().stream()
                .filter(key -> key.kid().equals(kid) && isAccepted(key, now))
                .findFirst()
                .map(key -> rotate(key.use(), true, operator));
    }

    /**
     * Rotates.
     *
     * @param atOnce for a key that someone else may have: it signs nothing more, and what it signed, whenever it says that was, is refused on every
     *     node; else the new one is published first, and the old ones go when nothing they signed is good any more
     */
    public Rotated rotate(KeyUse use, boolean atOnce, Operator operator) {
        Instant now = clock.instant();
        Instant activeFrom = atOnce ? now : now.plus(PUBLISHED_BEFORE);
        Instant othersUntil = atOnce ? now : activeFrom.plus(Revocation.KEPT);
        Rotated made = transactions.inTransaction(() -> {
            List<SigningKeys.Described> others = all().stream()
                    .filter(key -> key.use() == use && isAccepted(key, now))
                    .toList();
            String kid = keys.rotate(use, activeFrom, othersUntil);
            audit.enlist(operator.entry(clock, Action.KEY_CREATED, Outcome.PERMITTED)
                    .detail("kid", kid)
                    .detail("use", use.name().toLowerCase(Locale.ROOT))
                    .detail("activeFrom", activeFrom.toString())
                    .detail("othersUntil", othersUntil.toString())
                    .build());
            long version = -1;
            for (SigningKeys.Described other : atOnce ? others : List.<SigningKeys.Described>of()) {
                version = revocations.revoke(Kind.KEY, other.kid(), now, now.plus(Revocation.KEPT), LEAKED);
            }
            return new Rotated(kid, version);
        });
        keys.reload();
        return made;
    }

    private static boolean isAccepted(SigningKeys.Described key, Instant now) {
        Instant retired = key.retiredAt();
        return retired == null || retired.isAfter(now);
    }
}
