package org.caregate.storage.registry;

import org.caregate.registry.assertion.AssertionIds;
import org.caregate.registry.assertion.AssertionIdsContract;
import org.caregate.registry.client.Clients;
import org.caregate.registry.transaction.Transactions;
import org.caregate.storage.Database;

class PostgresAssertionIdsTests extends AssertionIdsContract {
    private final Database database = RegistryTables.emptied();

    @Override
    protected AssertionIds ids() {
        return new PostgresAssertionIds(database);
    }

    @Override
    protected Transactions transactions() {
        return database.transactions();
    }

    @Override
    protected Clients clients() {
        return new PostgresClients(database);
    }
}
