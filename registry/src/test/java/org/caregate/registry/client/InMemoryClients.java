package org.caregate.registry.client;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.caregate.protocol.ClientId;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.Table;
import org.jspecify.annotations.Nullable;

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
            found.ifPresent(client -> table.put(id, client.withEnabled(enabled)));
            return found.isPresent();
        });
    }

    @Override
    public boolean isRegisteredOrigin(String origin) {
        return table.all().stream()
                .anyMatch(client -> client.enabled() && client.origins().contains(origin));
    }

    @Override
    public Optional<Client> lock(ClientId id) {
        return table.find(id);
    }

    @Override
    public boolean change(Client client) {
        return transactions.inTransaction(() -> {
            boolean found = table.find(client.id())
                    .filter(known -> known.profile().equals(client.profile())
                            && known.authentication().getClass()
                                    == client.authentication().getClass())
                    .isPresent();
            if (found) {
                table.put(client.id(), client);
            }
            return found;
        });
    }

    @Override
    public List<Client> page(@Nullable ClientId after, int most) {
        return table.all().stream()
                .sorted(Comparator.comparing(client -> client.id().value()))
                .filter(client -> after == null || client.id().value().compareTo(after.value()) > 0)
                .limit(most)
                .toList();
    }
}
