package org.caregate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.caregate.bundledpostgresql.BundledPostgres;
import org.caregate.bundledpostgresql.TestCluster;
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
                assertThat(awaitVersion(database)).isZero();
            }
        }
    }

    @Test
    void killedPostgres_isBack_andThePoolsWithIt() {
        try (BundledPostgres postgres = TestCluster.startIn(folder);
                Database database = TestDatabase.open(postgres.address())) {
            database.transactions().inTransaction(() -> move(database));
            long killed = postgres.processId();
            ProcessHandle.of(killed).orElseThrow().destroyForcibly();

            // a backend that has not noticed yet may answer once more, so the new server is waited for
            for (int i = 0; i < 300 && postgres.processId() == killed; i++) {
                pause();
            }
            assertThat(postgres.processId()).isNotEqualTo(killed);
            assertThat(awaitVersion(database)).isEqualTo(1);
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

    /** The version, as soon as a connection of the pool can tell it. */
    private static long awaitVersion(Database database) {
        for (int i = 0; i < 300; i++) {
            try {
                return version(database);
            } catch (DataAccessException notYet) {
                pause();
            }
        }
        throw new AssertionError("not answered within a minute");
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
