package org.caregate.storage.registry;

import org.caregate.storage.Database;
import org.caregate.storage.TestDatabase;

/** One database for the registry's tests, emptied for each. */
final class RegistryTables {
    private static final Database DATABASE = TestDatabase.fresh();

    private RegistryTables() {}

    static Database emptied() {
        TestDatabase.asOwner(DATABASE, """
                TRUNCATE client, issued_grant, authorization_code, refresh_token_family, refresh_token, assertion_id,
                    pending_authorization, pending_answer, revocation""");
        return DATABASE;
    }
}
