package org.caregate.audit;

import org.caregate.audit.search.AuditReader;
import org.junit.jupiter.api.Nested;

/** The in-memory store that other tests stand on keeps the contracts itself. */
class InMemoryStoreTests {
    @Nested
    class Entries extends EntryStoreContract {
        private final InMemoryStore store = new InMemoryStore();

        @Override
        protected TestLog emptyLog() {
            return TestLog.inMemory(store);
        }

        @Override
        protected AuditReader reader() {
            return store;
        }

        @Override
        protected void inTransaction(Runnable work) {
            store.inTransaction(work);
        }

        @Override
        protected void revocationVersion(long version) {
            store.revocationVersion(version);
        }
    }

    @Nested
    class Heads extends HeadStoreContract {
        private final InMemoryStore store = new InMemoryStore();

        @Override
        protected TestLog emptyLog() {
            return TestLog.inMemory(store);
        }
    }
}
