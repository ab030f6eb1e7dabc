package org.caregate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.caregate.protocol.ClientId;
import org.caregate.registry.Race;
import org.caregate.registry.revocation.Revocation.Kind;
import org.caregate.registry.transaction.Consumption;
import org.caregate.storage.registry.PostgresAssertionIds;
import org.caregate.storage.registry.PostgresRevocations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

/** Tables in partitions by expiry: single use across them, what goes and what stays, who may, and that traffic goes on (ADR 0015). */
class PartitionTests {
    private static final ClientId CLIENT = new ClientId("machine");
    /** The next full hour: where one partition ends and the next one begins. */
    private final Instant boundary = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1));

    private final Database database = TestDatabase.fresh();
    private final PostgresAssertionIds ids = new PostgresAssertionIds(database);
    private final PostgresRevocations revocations = new PostgresRevocations(database);

    @AfterEach
    void close() {
        database.close();
    }

    @RepeatedTest(3)
    void sameJti_racingOverAPartitionBoundary_isConsumedOnce() {
        AtomicInteger number = new AtomicInteger();

        List<Consumption> results = Race.run(40, () -> {
            Instant expiry = number.getAndIncrement() % 2 == 0 ? boundary.minusSeconds(1) : boundary.plusSeconds(1);
            return database.transactions().inTransaction(() -> ids.consume(CLIENT, "j1", expiry));
        });

        assertThat(results).filteredOn(Consumption.CONSUMED::equals).hasSize(1);
        assertThat(count("assertion_id")).isEqualTo(1);
    }

    @Test
    void jtiOfThePartitionBefore_isKnownInTheNext() {
        assertThat(ids.consume(CLIENT, "j1", boundary.minusSeconds(1))).isEqualTo(Consumption.CONSUMED);
        assertThat(ids.consume(CLIENT, "j1", boundary.plusSeconds(1))).isEqualTo(Consumption.ALREADY_CONSUMED);
        assertThat(partitionOf("j1")).doesNotContain("default");
    }

    /** The statement of the version before, which nodes still run while the others are upgraded. */
    @Test
    void insertOfTheVersionBefore_andOurs_letOneAssertionThroughOnce() {
        String before = "INSERT INTO assertion_id (client, jti_sha256, expires_at)"
                + " VALUES ('machine', sha256('%s'), '%s') ON CONFLICT DO NOTHING";

        assertThat(database.runtime().sql(before.formatted("a", boundary)).update())
                .isEqualTo(1);
        assertThat(ids.consume(CLIENT, "a", boundary)).isEqualTo(Consumption.ALREADY_CONSUMED);
        assertThat(ids.consume(CLIENT, "b", boundary)).isEqualTo(Consumption.CONSUMED);
        assertThat(database.runtime().sql(before.formatted("b", boundary)).update())
                .isZero();
    }

    @Test
    void pastPartitions_go_andLiveRowsStay() {
        ids.consume(CLIENT, "soon", boundary.plusSeconds(1));
        ids.consume(CLIENT, "later", boundary.plus(Duration.ofHours(1)).plusSeconds(1));
        revocations.revoke(Kind.TOKEN, "soon", Instant.now(), boundary.plusSeconds(1), "X");
        revocations.revoke(Kind.TOKEN, "later", Instant.now(), boundary.plus(Duration.ofHours(1)), "X");

        keepAt(boundary.plus(Duration.ofMinutes(64)));
        assertThat(count("assertion_id")).as("within five minutes of its end").isEqualTo(2);
        keepAt(boundary.plus(Duration.ofMinutes(66)));
        assertThat(count("assertion_id")).isEqualTo(1);
        assertThat(count("revocation")).as("kept for an hour longer").isEqualTo(2);

        keepAt(boundary.plus(Duration.ofMinutes(121)));
        assertThat(revocations.read(-1).revocations())
                .extracting(revocation -> revocation.value())
                .containsExactly("later");
    }

    @Test
    void days_takeCodesWithThem_aDayAfterTheirExpiry_andAFewPartitionsAreLookedInto() {
        Instant day = Instant.now().truncatedTo(ChronoUnit.DAYS);
        for (int ahead = 0; ahead <= 3; ahead++) {
            keepAt(day.plus(Duration.ofDays(ahead)));
            TestDatabase.asOwner(
                    database,
                    "INSERT INTO authorization_code SELECT 'c%1$s-' || i, 1, 'h', 'g', 'c', 'r', 'x', NULL, NULL, '{}', now(), timestamptz '%2$s', false FROM generate_series(1, 5) i"
                            .formatted(ahead, day.plus(Duration.ofDays(ahead)).plusSeconds(60)));
        }
        assertThat(count("authorization_code_default")).isZero();
        assertThat(count("authorization_code")).as("days 2 and 3").isEqualTo(10);
        keepAt(day.plus(Duration.ofDays(4)).minusSeconds(60));
        assertThat(count("authorization_code"))
                .as("of the second day replays are still told")
                .isEqualTo(10);
        keepAt(day.plus(Duration.ofDays(4)));
        assertThat(count("authorization_code")).isEqualTo(5);
        String plan = String.join(
                "\n",
                database.runtime()
                        .sql("EXPLAIN SELECT FROM authorization_code WHERE id = 'c3-1'")
                        .query(String.class)
                        .list());
        assertThat(plan.lines().filter(line -> line.contains(" on authorization_code_")))
                .as(plan)
                .hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void daysOfUse_leaveAsManyPartitionsAsADay() {
        List<Long> sizes = new java.util.ArrayList<>();
        for (int hour = 1; hour <= 72; hour++) {
            Instant now = boundary.plus(Duration.ofHours(hour));
            keepAt(now);
            TestDatabase.asOwner(
                    database,
                    "INSERT INTO assertion_id SELECT 'machine', sha256(i::text::bytea), timestamptz '" + now
                            + "' + interval '4 minutes' FROM generate_series(1, 100) i");
            if (hour % 24 == 0) {
                sizes.add(partitions());
            }
        }

        assertThat(sizes).containsOnly(sizes.getFirst());
        assertThat(sizes.getFirst()).isLessThan(16);
        assertThat(count("assertion_id")).isLessThanOrEqualTo(200);
        assertThat(count("assertion_id_default")).isZero();
    }

    @Test
    void hourThatTheDefaultHoldsRowsOf_staysThere_andIsRemovedInBatches() {
        Instant far = boundary.plus(Duration.ofHours(10));
        ids.consume(CLIENT, "far", far.plusSeconds(1));
        keepAt(far);

        assertThat(partitionOf("far")).isEqualTo("assertion_id_default");
        assertThat(ids.consume(CLIENT, "far", far.plusSeconds(1))).isEqualTo(Consumption.ALREADY_CONSUMED);

        ids.consume(CLIENT, "old", Instant.now().minus(Duration.ofDays(1)));
        assertThat(ExpiredRows.remove(database)).isEqualTo(1);
        assertThat(count("assertion_id_default")).isEqualTo(1);
    }

    @Test
    void moreThanABatch_isRemovedInOneRound() {
        TestDatabase.asOwner(
                database,
                "INSERT INTO assertion_id SELECT 'machine', sha256(i::text::bytea), now() - interval '1 day' FROM generate_series(1, 1700) i");

        assertThat(ExpiredRows.remove(database)).isEqualTo(1700);
    }

    @Test
    void lookUp_touchesNoPartitionThatIsPast() {
        keepAt(boundary.minus(Duration.ofHours(20)));
        keepAt(boundary.minus(Duration.ofHours(30)));

        String plan = String.join(
                "\n", database.runtime().sql("""
                        EXPLAIN (ANALYZE, TIMING OFF) SELECT FROM assertion_id
                        WHERE client = 'machine' AND jti_sha256 = sha256('x') AND expires_at > now() - interval '5 minutes'""").query(String.class).list());
        String insert = String.join(
                "\n", database.runtime().sql("""
                        EXPLAIN (ANALYZE, TIMING OFF) SELECT FROM assertion_id
                        WHERE client = 'machine' AND jti_sha256 = sha256('x') AND expires_at = now() + interval '1 minute'""").query(String.class).list());

        assertThat(plan.lines()
                        .filter(line -> line.contains(" on assertion_id_"))
                        .count())
                .as(plan)
                .isLessThanOrEqualTo(6);
        assertThat(insert.lines()
                        .filter(line -> line.contains(" on assertion_id_"))
                        .count())
                .as(insert)
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT partitions_at('2090-01-01')",
                "DROP TABLE assertion_id_default",
                "DROP TABLE revocation",
                "TRUNCATE assertion_id_default",
                "ALTER TABLE revocation DETACH PARTITION revocation_default",
                "CREATE TABLE p PARTITION OF revocation FOR VALUES FROM ('2090-01-01') TO ('2090-01-02')"
            })
    void runtimeRole_neitherChoosesTheMomentNorChangesTables(String statement) {
        assertThatThrownBy(() -> database.runtime().sql(statement).query().listOfRows())
                .isInstanceOf(DataAccessException.class)
                .rootCause()
                .satisfies(cause -> assertThat(String.valueOf(cause.getMessage()))
                        .containsAnyOf("permission denied", "must be owner"));
    }

    @Test
    void readerRole_cannotKeepPartitions() {
        assertThatThrownBy(() -> database.reader()
                        .sql("SELECT keep_partitions()")
                        .query()
                        .listOfRows())
                .rootCause()
                .hasMessageContaining("permission denied");
    }

    @Test
    void secondNode_leavesItToTheFirst() throws SQLException {
        try (Connection first = database.ownerDataSource().getConnection();
                var statement = first.createStatement()) {
            first.setAutoCommit(false);
            statement.execute("SELECT partitions_at(now())");

            assertThat(kept()).isNull();
            first.rollback();
        }
        assertThat(kept()).isZero();
    }

    @Test
    void busyTable_isLeftForTheNextRound_andTrafficGoesOn() throws SQLException {
        keepAt(boundary.minus(Duration.ofHours(30)));
        long before = partitions();
        try (Connection busy = database.runtimeDataSource().getConnection();
                var statement = busy.createStatement()) {
            busy.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM assertion_id");
            statement.execute("SELECT count(*) FROM revocation");

            ExpiredRows.remove(database);

            assertThat(partitions()).isEqualTo(before);
            assertThat(ids.consume(CLIENT, "meanwhile", boundary)).isEqualTo(Consumption.CONSUMED);
            busy.rollback();
        }
        ExpiredRows.remove(database);
        assertThat(partitions()).isLessThan(before);
    }

    @Test
    void partitionsDroppedUnderTraffic_costNoRequest() throws InterruptedException {
        for (int hours = 8; hours <= 60; hours += 4) { // backwards, as going forwards drops
            keepAt(boundary.minus(Duration.ofHours(hours)));
        }
        long before = partitions();
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger number = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        List<Thread> traffic = java.util.stream.IntStream.range(0, 4)
                .mapToObj(i -> Thread.ofVirtual().start(() -> {
                    while (!over.get()) {
                        try {
                            String jti = "j" + number.incrementAndGet();
                            if (ids.consume(CLIENT, jti, boundary) != Consumption.CONSUMED) {
                                refused.incrementAndGet();
                            }
                        } catch (DataAccessException failed) {
                            refused.incrementAndGet();
                        }
                    }
                }))
                .toList();
        for (int round = 0; round < 100 && (partitions() >= before - 20 || number.get() < 200); round++) {
            ExpiredRows.remove(database);
        }
        over.set(true);
        for (Thread thread : traffic) {
            thread.join();
        }

        assertThat(partitions()).isLessThan(before - 20);
        assertThat(refused).hasValue(0);
        assertThat(count("assertion_id")).isEqualTo(number.get());
    }

    /** As a node's clock would have it at that moment. */
    private void keepAt(Instant moment) {
        for (int call = 0; call < 40; call++) {
            TestDatabase.asOwner(database, "SELECT partitions_at('" + moment + "')");
        }
    }

    private @Nullable Integer kept() {
        return (Integer) database.runtime()
                .sql("SELECT keep_partitions()")
                .query()
                .singleRow()
                .get("keep_partitions");
    }

    private long partitions() {
        return database.runtime().sql("""
                        SELECT count(*) FROM pg_inherits
                        WHERE inhparent IN ('assertion_id'::regclass, 'revocation'::regclass)""").query(Long.class).single();
    }

    private String partitionOf(String jti) {
        return database.runtime()
                .sql("SELECT tableoid::regclass::text FROM assertion_id WHERE jti_sha256 = sha256('" + jti + "')")
                .query(String.class)
                .single();
    }

    private long count(String table) {
        return database.runtime()
                .sql("SELECT count(*) FROM " + table)
                .query(Long.class)
                .single();
    }
}
