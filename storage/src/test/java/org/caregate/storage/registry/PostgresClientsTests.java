package org.caregate.storage.registry;

import org.caregate.registry.client.Clients;
import org.caregate.registry.client.ClientsContract;
import org.caregate.storage.Database;

class PostgresClientsTests extends ClientsContract {
    private final Database database = RegistryTables.emptied();

    @Override
    protected Clients clients() {
        return new PostgresClients(database);
    }
}
