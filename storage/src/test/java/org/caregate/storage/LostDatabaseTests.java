package org.caregate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.caregate.storage.bundled.BundledPostgres;
import org.caregate.storage.bundled.TestCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** The database goes away in the middle: calls fail soon, nothing is half done, and all is well again without a restart of ours. */
class LostDatabaseTests {
    private final Path folder = TestCluster.newFolder();

    @AfterEach
    void remove() {
        TestCluster.remove(folder);
    }

    @Test
    void lostDatabase_failsWithinSeconds_andNothingIsCommitted() {
        BundledPostgres postgres = TestCluster.startIn(folder);
        try (Database database = TestDatabase.open(postgres.address())) {
            assertThat(version(database)).isZero();
            assertThatThrownBy(() -> database.transactions().inTransaction(() -> {
                        move(database);
                        postgres.close();
                        move(database);
                    }))
                    .isInstanceOfAny(DataAccessException.class, TransactionException.class);
            long begin = System.nanoTime();
            assertThatThrownBy(() -> database.transactions().inTransaction(() -> move(database)))
                    .isInstanceOfAny(DataAccessException.class, TransactionException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));

            try (BundledPostgres again = TestCluster.startIn(folder)) {
                assertThat(again.address()).isEqualTo(postgres.address());
                awaitVersion(database);
                assertThat(version(database)).isZero();
            }
        }
    }

    @Test
    void killedPostgres_isBack_andThePoolsWithIt() {
        try (BundledPostgres postgres = TestCluster.startIn(folder);
                Database database = TestDatabase.open(postgres.address())) {
            database.transactions().inTransaction(() -> move(database));
            ProcessHandle.of(postgres.processId()).orElseThrow().destroyForcibly();

            awaitVersion(database);
            assertThat(version(database)).isEqualTo(1);
        }
    }

    private static void move(Database database) {
        database.runtime()
                .sql("UPDATE revocation_head SET version = version + 1")
                .update();
    }

    private static long version(Database database) {
        return database.runtime()
                .sql("SELECT version FROM revocation_head")
                .query(Long.class)
                .single();
    }

    private static void awaitVersion(Database database) {
        AtomicBoolean answered = new AtomicBoolean();
        for (int i = 0; i < 60 && !answered.get(); i++) {
            try {
                version(database);
                answered.set(true);
            } catch (DataAccessException notYet) {
                pause();
            }
        }
        assertThat(answered).isTrue();
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
