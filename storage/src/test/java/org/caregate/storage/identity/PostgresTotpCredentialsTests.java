package org.caregate.storage.identity;

import org.caregate.identity.secondfactor.TotpCredentials;
import org.caregate.identity.secondfactor.TotpCredentialsContract;
import org.caregate.protocol.PersonId;
import org.caregate.storage.Database;
import org.caregate.storage.TestDatabase;

class PostgresTotpCredentialsTests extends TotpCredentialsContract {
    private static final Database DATABASE = TestDatabase.fresh();

    @Override
    protected TotpCredentials credentials() {
        return new PostgresTotpCredentials(DATABASE);
    }

    @Override
    protected PersonId newPerson() {
        return TestPeople.newPerson(DATABASE);
    }
}
