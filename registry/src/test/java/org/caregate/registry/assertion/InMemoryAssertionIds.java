package org.caregate.registry.assertion;

import java.time.Instant;
import org.caregate.protocol.ClientId;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.Table;
import org.caregate.registry.transaction.Consumption;

public final class InMemoryAssertionIds implements AssertionIds {
    private final InMemoryTransactions transactions;
    private final Table<Key, Instant> table;

    private record Key(ClientId client, String jti) {}

    public InMemoryAssertionIds(InMemoryTransactions transactions) {
        this.transactions = transactions;
        this.table = new Table<>(transactions);
    }

    @Override
    public Consumption consume(ClientId client, String jti, Instant expiresAt) {
        Key key = new Key(client, jti);
        return transactions.inTransaction(() -> {
            if (table.find(key).isPresent()) {
                return Consumption.ALREADY_CONSUMED;
            }
            table.insert(key, expiresAt);
            return Consumption.CONSUMED;
        });
    }

    @Override
    public Consumption consumeAlone(ClientId client, String jti, Instant expiresAt) {
        return consume(client, jti, expiresAt);
    }
}
