package org.caregate.storage.registry;

import org.caregate.registry.client.Clients;
import org.caregate.registry.code.AuthorizationCodes;
import org.caregate.registry.code.AuthorizationCodesContract;
import org.caregate.registry.grant.Grants;
import org.caregate.registry.transaction.Transactions;
import org.caregate.storage.Database;

class PostgresAuthorizationCodesTests extends AuthorizationCodesContract {
    private final Database database = RegistryTables.emptied();

    @Override
    protected AuthorizationCodes codes() {
        return new PostgresAuthorizationCodes(database);
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
