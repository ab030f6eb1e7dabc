package org.caregate.registry.client;

import org.caregate.registry.InMemoryTransactions;

class InMemoryClientsTests extends ClientsContract {
    private final InMemoryClients clients = new InMemoryClients(new InMemoryTransactions());

    @Override
    protected Clients clients() {
        return clients;
    }
}
