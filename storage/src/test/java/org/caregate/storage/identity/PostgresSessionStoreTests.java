package org.caregate.storage.identity;

import org.caregate.identity.session.SessionStore;
import org.caregate.identity.session.SessionStoreContract;
import org.caregate.protocol.PersonId;
import org.caregate.storage.Database;
import org.caregate.storage.TestDatabase;

class PostgresSessionStoreTests extends SessionStoreContract {
    private static final Database DATABASE = TestDatabase.fresh();

    @Override
    protected SessionStore sessions() {
        return new PostgresSessionStore(DATABASE);
    }

    @Override
    protected PersonId newPerson() {
        return TestPeople.newPerson(DATABASE);
    }
}
