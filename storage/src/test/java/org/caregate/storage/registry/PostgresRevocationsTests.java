package org.caregate.storage.registry;

import org.caregate.registry.revocation.RevocationFeed;
import org.caregate.registry.revocation.Revocations;
import org.caregate.registry.revocation.RevocationsContract;
import org.caregate.registry.transaction.Transactions;
import org.caregate.storage.Database;

class PostgresRevocationsTests extends RevocationsContract {
    private final Database database = RegistryTables.emptied();

    @Override
    protected Revocations revocations() {
        return new PostgresRevocations(database);
    }

    @Override
    protected RevocationFeed feed() {
        return new PostgresRevocations(database);
    }

    @Override
    protected Transactions transactions() {
        return database.transactions();
    }
}
