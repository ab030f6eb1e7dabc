package org.caregate.registry.client;

import java.util.List;
import java.util.Optional;
import org.caregate.protocol.ClientId;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.Table;

public final class InMemoryClients implements Clients {
    private final InMemoryTransactions transactions;
    private final Table<ClientId, Client> table;

    public InMemoryClients(InMemoryTransactions transactions) {
        this.transactions = transactions;
        this.table = new Table<>(transactions);
    }

    @Override
    public void add(Client client) {
        table.insert(client.id(), client);
    }

    @Override
    public Optional<Client> find(ClientId id) {
        return table.find(id);
    }

    @Override
    public List<Client> all() {
        return table.all();
    }

    @Override
    public boolean setEnabled(ClientId id, boolean enabled) {
        return transactions.inTransaction(() -> {
            Optional<Client> found = table.find(id);
            found.ifPresent(client -> table.put(id, with(client, enabled)));
            return found.isPresent();
        });
    }

    @Override
    public boolean isRegisteredOrigin(String origin) {
        return table.all().stream()
                .anyMatch(client -> client.enabled() && client.origins().contains(origin));
    }

    private static Client with(Client client, boolean enabled) {
        return new Client(
                client.id(),
                client.name(),
                client.profile(),
                client.authentication(),
                client.grantTypes(),
                client.redirectUris(),
                client.origins(),
                client.scopes(),
                client.audiences(),
                client.introspects(),
                enabled,
                client.createdAt());
    }
}
