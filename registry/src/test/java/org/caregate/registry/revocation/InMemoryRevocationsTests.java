package org.caregate.registry.revocation;

import java.time.Clock;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.transaction.Transactions;

class InMemoryRevocationsTests extends RevocationsContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryRevocations revocations = new InMemoryRevocations(transactions, Clock.systemUTC());

    @Override
    protected Revocations revocations() {
        return revocations;
    }

    @Override
    protected RevocationFeed feed() {
        return revocations;
    }

    @Override
    protected Transactions transactions() {
        return transactions;
    }
}
