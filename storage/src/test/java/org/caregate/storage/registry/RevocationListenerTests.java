package org.caregate.storage.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.caregate.bundledpostgresql.BundledPostgres;
import org.caregate.bundledpostgresql.TestCluster;
import org.caregate.registry.revocation.Revocation;
import org.caregate.registry.revocation.Revocation.Kind;
import org.caregate.registry.revocation.RevocationFeed;
import org.caregate.registry.revocation.RevocationView;
import org.caregate.storage.Database;
import org.caregate.storage.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Revocations are felt at once by nodes that never poll, and a hint by itself makes no view fresh (ADR 0006). */
@Tag("long")
class RevocationListenerTests {
    private static final Duration BOUND = Duration.ofSeconds(5);

    private final Path folder = TestCluster.newFolder();

    @AfterEach
    void remove() {
        TestCluster.remove(folder);
    }

    @Test
    void revocationOfOneNode_isSeenByAnotherThatDoesNotPoll_alsoAfterItsConnectionWasLost() {
        try (BundledPostgres postgres = TestCluster.startIn(folder);
                Database one = TestDatabase.open(postgres.address());
                Database other = TestDatabase.open(postgres.address())) {
            RevocationView view = view(new PostgresRevocations(other));
            try (RevocationListener listener = RevocationListener.start(other, view::refresh)) {
                assertThat(listener).isNotNull();
                await(view::isFresh); // it has asked once, and listens
                revoke(one, "first");
                await(() -> view.isRevoked(Kind.TOKEN, "first", Instant.EPOCH));

                TestCluster.asSuperuser(
                        folder,
                        postgres.address(),
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '"
                                + postgres.address().runtime().user() + "'");
                revoke(one, "while nobody listened");
                await(() -> view.isRevoked(Kind.TOKEN, "while nobody listened", Instant.EPOCH));
                revoke(one, "afterwards");
                await(() -> view.isRevoked(Kind.TOKEN, "afterwards", Instant.EPOCH));
            }
        }
    }

    @Test
    void hintWhoseFeedFails_leavesTheViewStale() {
        try (BundledPostgres postgres = TestCluster.startIn(folder);
                Database database = TestDatabase.open(postgres.address())) {
            CompletableFuture<Void> twice = new CompletableFuture<>();
            RevocationFeed cutOff = new RevocationFeed() {
                private boolean asked;

                @Override
                public Page read(long after) {
                    if (asked) {
                        twice.complete(null);
                    }
                    asked = true;
                    throw new IllegalStateException("cut off");
                }
            };
            RevocationView view = view(cutOff);
            try (RevocationListener listener = RevocationListener.start(database, view::refresh)) {
                assertThat(listener).isNotNull();
                await(() -> {
                    revoke(database, "again");
                    return twice.isDone(); // told again although it failed before
                });
                assertThat(view.isFresh()).isFalse();
            }
        }
    }

    /**
     * A server that cannot commit cannot answer the feed: each reading takes a transaction id, which a standby refuses, and its commit is on the
     * disk (and at the synchronous standby, where there is one) before the answer is believed.
     */
    @Test
    void everyReadingOfTheFeed_commitsAWrite() {
        try (BundledPostgres postgres = TestCluster.startIn(folder);
                Database database = TestDatabase.open(postgres.address())) {
            PostgresRevocations feed = new PostgresRevocations(database);
            feed.read(-1);
            for (int i = 0; i < 3; i++) {
                long ids = number(database, "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint");
                long written = number(database, "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn");
                feed.read(-1);
                assertThat(number(database, "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"))
                        .isGreaterThan(ids);
                assertThat(number(database, "SELECT pg_current_wal_flush_lsn() - '0/0'::pg_lsn"))
                        .isGreaterThan(written);
            }
            await(
                    () -> { // reading alone takes none
                        long ids = number(database, "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint");
                        number(database, "SELECT version FROM revocation_head");
                        return number(database, "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint") == ids;
                    });
        }
    }

    private static long number(Database database, String sql) {
        return database.runtime().sql(sql).query(Long.class).single();
    }

    private static RevocationView view(RevocationFeed feed) {
        return new RevocationView(feed, Clock.systemUTC(), System::nanoTime, BOUND);
    }

    private static void revoke(Database database, String token) {
        await(() -> {
            try {
                database.transactions()
                        .inTransaction(() -> new PostgresRevocations(database)
                                .revoke(
                                        Revocation.Kind.TOKEN,
                                        token,
                                        Instant.now(),
                                        Instant.now().plusSeconds(3600),
                                        "test"));
                return true;
            } catch (RuntimeException connectionWasLost) {
                return false;
            }
        });
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            try {
                Thread.sleep(10);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
