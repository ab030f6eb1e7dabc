package org.caregate.storage.identity;

import org.caregate.identity.throttle.AttemptCounters;
import org.caregate.identity.throttle.AttemptCountersContract;
import org.caregate.storage.Database;
import org.caregate.storage.TestDatabase;

class PostgresAttemptCountersTests extends AttemptCountersContract {
    private static final Database DATABASE = TestDatabase.fresh();

    @Override
    protected AttemptCounters counters() {
        return new PostgresAttemptCounters(DATABASE);
    }
}
