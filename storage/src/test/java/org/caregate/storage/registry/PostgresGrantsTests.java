package org.caregate.storage.registry;

import org.caregate.registry.client.Clients;
import org.caregate.registry.grant.Grants;
import org.caregate.registry.grant.GrantsContract;
import org.caregate.storage.Database;

class PostgresGrantsTests extends GrantsContract {
    private final Database database = RegistryTables.emptied();

    @Override
    protected Grants grants() {
        return new PostgresGrants(database);
    }

    @Override
    protected Clients clients() {
        return new PostgresClients(database);
    }
}
