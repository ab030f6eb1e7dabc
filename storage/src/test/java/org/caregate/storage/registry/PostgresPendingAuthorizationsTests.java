package org.caregate.storage.registry;

import org.caregate.registry.client.Clients;
import org.caregate.registry.pending.PendingAuthorizations;
import org.caregate.registry.pending.PendingAuthorizationsContract;
import org.caregate.registry.transaction.Transactions;
import org.caregate.storage.Database;

class PostgresPendingAuthorizationsTests extends PendingAuthorizationsContract {
    private final Database database = RegistryTables.emptied();

    @Override
    protected PendingAuthorizations pendings() {
        return new PostgresPendingAuthorizations(database);
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
