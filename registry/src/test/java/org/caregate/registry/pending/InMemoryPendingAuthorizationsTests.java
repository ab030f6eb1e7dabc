package org.caregate.registry.pending;

import java.time.Clock;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.client.Clients;
import org.caregate.registry.client.InMemoryClients;
import org.caregate.registry.transaction.Transactions;

class InMemoryPendingAuthorizationsTests extends PendingAuthorizationsContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryClients clients = new InMemoryClients(transactions);
    private final InMemoryPendingAuthorizations pendings =
            new InMemoryPendingAuthorizations(transactions, Clock.systemUTC());

    @Override
    protected PendingAuthorizations pendings() {
        return pendings;
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
