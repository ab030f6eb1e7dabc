package org.caregate.registry.grant;

import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.client.Clients;
import org.caregate.registry.client.InMemoryClients;

class InMemoryGrantsTests extends GrantsContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryClients clients = new InMemoryClients(transactions);
    private final InMemoryGrants grants = new InMemoryGrants(transactions);

    @Override
    protected Grants grants() {
        return grants;
    }

    @Override
    protected Clients clients() {
        return clients;
    }
}
