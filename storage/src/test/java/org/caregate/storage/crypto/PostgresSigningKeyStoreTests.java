package org.caregate.storage.crypto;

import org.caregate.crypto.signing.SigningKeyStore;
import org.caregate.crypto.signing.SigningKeyStoreContract;
import org.caregate.storage.Database;
import org.caregate.storage.TestDatabase;

class PostgresSigningKeyStoreTests extends SigningKeyStoreContract {
    private static final Database DATABASE = TestDatabase.fresh();

    @Override
    protected SigningKeyStore store() {
        return new PostgresSigningKeyStore(DATABASE);
    }
}
