package org.caregate.storage.identity;

import org.caregate.identity.people.PersonAccounts;
import org.caregate.identity.people.PersonAccountsContract;
import org.caregate.storage.Database;
import org.caregate.storage.TestDatabase;

class PostgresPersonAccountsTests extends PersonAccountsContract {
    private static final Database DATABASE = TestDatabase.fresh();

    @Override
    protected PersonAccounts accounts() {
        return new PostgresPersonAccounts(DATABASE);
    }
}
