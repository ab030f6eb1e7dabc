package org.caregate.storage.identity;

import org.caregate.identity.password.PasswordCredentials;
import org.caregate.identity.password.PasswordCredentialsContract;
import org.caregate.protocol.PersonId;
import org.caregate.storage.Database;
import org.caregate.storage.TestDatabase;

class PostgresPasswordCredentialsTests extends PasswordCredentialsContract {
    private static final Database DATABASE = TestDatabase.fresh();

    @Override
    protected PasswordCredentials credentials() {
        return new PostgresPasswordCredentials(DATABASE);
    }

    @Override
    protected PersonId newPerson() {
        return TestPeople.newPerson(DATABASE);
    }
}
