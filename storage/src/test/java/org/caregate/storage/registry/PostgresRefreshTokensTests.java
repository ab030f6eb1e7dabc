package org.caregate.storage.registry;

import org.caregate.registry.client.Clients;
import org.caregate.registry.grant.Grants;
import org.caregate.registry.refresh.RefreshTokens;
import org.caregate.registry.refresh.RefreshTokensContract;
import org.caregate.registry.transaction.Transactions;
import org.caregate.storage.Database;

class PostgresRefreshTokensTests extends RefreshTokensContract {
    private final Database database = RegistryTables.emptied();

    @Override
    protected RefreshTokens tokens() {
        return new PostgresRefreshTokens(database);
    }

    @Override
    protected Transactions transactions() {
        return database.transactions();
    }

    @Override
    protected Clients clients() {
        return new PostgresClients(database);
    }

    @Override
    protected Grants grants() {
        return new PostgresGrants(database);
    }
}
