package org.caregate.registry.assertion;

import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.client.Clients;
import org.caregate.registry.client.InMemoryClients;
import org.caregate.registry.transaction.Transactions;

class InMemoryAssertionIdsTests extends AssertionIdsContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryClients clients = new InMemoryClients(transactions);
    private final InMemoryAssertionIds ids = new InMemoryAssertionIds(transactions);

    @Override
    protected AssertionIds ids() {
        return ids;
    }

    @Override
    protected Transactions transactions() {
        return transactions;
    }

    @Override
    protected Clients clients() {
        return clients;
    }
}
