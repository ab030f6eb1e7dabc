package org.caregate.registry.revocation;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.Table;
import org.caregate.registry.revocation.Revocation.Kind;

/** Revocations in memory, both ends: what records them and what a node polls. */
public final class InMemoryRevocations implements Revocations, RevocationFeed {
    private final InMemoryTransactions transactions;
    private final Clock clock;
    private final Table<Long, Revocation> table;
    private final Table<Long, Long> changes;

    public InMemoryRevocations(InMemoryTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
        this.table = new Table<>(transactions);
        this.changes = new Table<>(transactions);
    }

    @Override
    public long revoke(Kind kind, String value, Instant issuedUpTo, Instant expiresAt, String reason) {
        return transactions.inTransaction(() -> {
            long version = head() + 1;
            table.insert(version, new Revocation(version, kind, value, issuedUpTo, expiresAt, reason));
            return version;
        });
    }

    @Override
    public long registryChanged() {
        return transactions.inTransaction(() -> {
            long version = head() + 1;
            changes.insert(version, version);
            return version;
        });
    }

    @Override
    public Page read(long after) {
        return transactions.inTransaction(() -> {
            List<Revocation> news = table.all().stream()
                    .filter(revocation -> revocation.version() > after)
                    .filter(revocation -> revocation.expiresAt().isAfter(clock.instant()))
                    .toList();
            return new Page(head(), news);
        });
    }

    /** The version as it is, outside any transaction. */
    public long head() {
        return table.all().size() + (long) changes.all().size();
    }

    /** Everything recorded, in order. */
    public List<Revocation> all() {
        return table.all();
    }
}
