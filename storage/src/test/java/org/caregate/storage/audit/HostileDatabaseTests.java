package org.caregate.storage.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.audit.GroupCommitAuditLog;
import org.caregate.audit.InMemoryAnchor;
import org.caregate.audit.LogStatus;
import org.caregate.audit.TestLog;
import org.caregate.audit.anchor.AnchorComparison;
import org.caregate.audit.checkpoint.CheckpointSigner;
import org.caregate.audit.entry.StoredEntry;
import org.caregate.audit.running.Reopening;
import org.caregate.audit.sequencing.BrokenLogException;
import org.caregate.storage.Database;
import org.caregate.storage.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The attack table: an attacker with every right in the database, but neither the key file nor the anchor, against a node that goes on, one that
 * is restarted, and another one that takes over from a dead one. Nothing may be answered in the end as if nothing had happened.
 */
class HostileDatabaseTests {
    private static final Duration PATIENCE = Duration.ofMillis(100);
    private static final String LANE_1 = "lane = 1";
    private static final String FORGED = "'" + TestLog.ORIGIN + "/lane/%d\n7\n"
            + "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— " + TestLog.ORIGIN + "/lane/%d AAAAAAAA\n'";

    private final Database database = TestDatabase.fresh();
    private final InMemoryAnchor anchor = new InMemoryAnchor();
    private final CheckpointSigner signer = TestLog.signer();
    private final LogTables tables = new LogTables(database.runtimeDataSource());
    private Node node = new Node();

    @BeforeAll
    static void ownerIsSuperuser() {
        superuser("SUPERUSER");
    }

    @AfterAll
    static void ownerIsNoSuperuser() {
        superuser("NOSUPERUSER");
    }

    private static void superuser(String may) {
        TestDatabase.asSuperuser("ALTER ROLE "
                + Objects.requireNonNull(TestDatabase.freshAddress().owner()).user()
                + " " + may);
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** One process: its threads are the test's own, so that it can die between any two steps. */
    private final class Node {
        private final PostgresHeadStore heads = new PostgresHeadStore(database.runtimeDataSource());
        private final TestLog log = new TestLog(
                new PostgresEntryStore(database.runtimeDataSource()),
                heads,
                new PostgresLogSource(database.readerDataSource()),
                anchor,
                signer,
                PATIENCE);

        {
            log.sealing = TestLog.sealing(new PostgresDataKeyStore(database.runtimeDataSource()));
        }

        private final LogStatus status = new LogStatus(log.memory, LogStatus.Limits.DEFAULT);
        private final GroupCommitAuditLog writer =
                new GroupCommitAuditLog(log.store, log.sealing, log.memory, status, GroupCommitAuditLog.Limits.DEFAULT);

        /** What a start looks at before anything is written. */
        Optional<String> objectionAtTheStart() {
            return AnchorComparison.of(anchor, log.source, log.key).objection().or(tables::objection);
        }

        void write(int count) {
            for (int i = 0; i < count; i++) {
                writer.record(log.entry());
            }
        }

        void sign() {
            log.running.step();
            log.running.keepHeads();
        }

        void anchor() {
            sign();
            log.running.publish();
        }

        /** Everything that the keeper's threads do in some intervals, once. */
        void tick() {
            try {
                status.watched(tables.objection());
                log.running.holdHeads();
                anchor();
            } catch (BrokenLogException broken) {
                status.broken(String.valueOf(broken.getMessage()));
            }
        }

        void die() {
            writer.close();
            heads.close();
        }

        void stop() {
            writer.close();
            tick();
            log.running.leave();
            heads.close();
        }
    }

    enum Then {
        GOES_ON,
        IS_RESTARTED,
        IS_TAKEN_OVER
    }

    enum When {
        BEFORE_WRITING,
        BEFORE_SIGNING,
        AFTER_SIGNING,
        AFTER_ANCHORING
    }

    private static final List<Arguments> ATTACKS = List.of(
            attack("a trigger drops entries", When.BEFORE_WRITING, trigger("audit_entry", "RETURN NULL")),
            attack(
                    "a trigger rewrites the leaf",
                    When.BEFORE_WRITING,
                    trigger("audit_entry", "NEW.leaf = set_byte(NEW.leaf, 90, 1); RETURN NEW")),
            attack("a trigger drops waiting rows", When.BEFORE_WRITING, trigger("audit_pending", "RETURN NULL")),
            attack("a trigger drops places", When.BEFORE_WRITING, trigger("audit_place", "RETURN NULL")),
            attack("a trigger drops heads", When.BEFORE_WRITING, trigger("audit_head", "RETURN NULL")),
            attack(
                    "a rule swallows entries",
                    When.BEFORE_WRITING,
                    "CREATE RULE r AS ON INSERT TO audit_tile DO INSTEAD NOTHING"),
            attack(
                    "row-level security hides entries",
                    When.BEFORE_WRITING,
                    "ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY;"
                            + "CREATE POLICY p ON audit_entry USING (phase <> 'single') WITH CHECK (true)"),
            attack(
                    "an entry and its row are deleted while they wait",
                    When.BEFORE_SIGNING,
                    "DELETE FROM audit_entry WHERE id = (SELECT min(batch::text)::uuid FROM audit_pending);"
                            + "DELETE FROM audit_pending WHERE batch = (SELECT min(batch::text)::uuid FROM audit_pending)"),
            attack(
                    "an entry is deleted while it waits",
                    When.BEFORE_SIGNING,
                    "DELETE FROM audit_entry WHERE id = (SELECT min(batch::text)::uuid FROM audit_pending)"),
            attack(
                    "an entry is altered while it waits",
                    When.BEFORE_SIGNING,
                    "UPDATE audit_entry SET leaf = set_byte(leaf, 90, 1) WHERE id = (SELECT min(batch::text)::uuid FROM audit_pending)"),
            attack(
                    "two entries exchange their bytes while they wait",
                    When.BEFORE_SIGNING,
                    "UPDATE audit_entry AS one SET leaf = other.leaf FROM audit_entry AS other"
                            + " WHERE one.id <> other.id AND other.id = (SELECT max(batch::text)::uuid FROM audit_pending)"),
            attack(
                    "a waiting row is invented",
                    When.BEFORE_SIGNING,
                    "INSERT INTO audit_entry SELECT gen_random_uuid(), at, exchange, phase, action, outcome, person, client, marks, leaf"
                            + " FROM audit_entry LIMIT 1;"
                            + "INSERT INTO audit_pending SELECT entry.id, ARRAY[entry.id], pending.writer, 99, pending.follows, pending.proof"
                            + " FROM audit_entry AS entry, (SELECT * FROM audit_pending LIMIT 1) AS pending"
                            + " WHERE entry.id NOT IN (SELECT batch FROM audit_pending)"),
            attack(
                    "a waiting row is invented without a proof",
                    When.BEFORE_SIGNING,
                    "INSERT INTO audit_entry SELECT gen_random_uuid(), at, exchange, phase, action, outcome, person, client, marks, leaf"
                            + " FROM audit_entry LIMIT 1;"
                            + "INSERT INTO audit_pending (batch, entries) SELECT id, ARRAY[id] FROM audit_entry"
                            + " WHERE id NOT IN (SELECT batch FROM audit_pending)"),
            attack(
                    "a head is faked in the lane",
                    When.AFTER_SIGNING,
                    head(1, "(SELECT max(size) FROM audit_head WHERE lane = 1)")),
            attack("a head is faked in another lane", When.AFTER_SIGNING, head(99, "0")),
            attack("a head is faked far away", When.AFTER_SIGNING, head(2_147_483_647, "0")),
            attack(
                    "a true head is copied to another lane",
                    When.AFTER_SIGNING,
                    "INSERT INTO audit_head SELECT 5, previous_size, size, checkpoint, at FROM audit_head WHERE lane = 1 LIMIT 1"),
            attack("the lane's heads are deleted", When.AFTER_SIGNING, "DELETE FROM audit_head WHERE " + LANE_1),
            attack(
                    "the lane is deleted with everything in it",
                    When.AFTER_SIGNING,
                    "DELETE FROM audit_entry WHERE id IN (SELECT entry FROM audit_place WHERE lane = 1);"
                            + "DELETE FROM audit_place WHERE lane = 1; DELETE FROM audit_head WHERE lane = 1;"
                            + "DELETE FROM audit_tile WHERE lane = 1"),
            attack(
                    "the lane is rolled back by its newest head",
                    When.AFTER_SIGNING,
                    "DELETE FROM audit_entry WHERE id IN (SELECT entry FROM audit_place WHERE leaf_index >= 3);"
                            + "DELETE FROM audit_place WHERE leaf_index >= 3; DELETE FROM audit_head WHERE previous_size >= 3"),
            attack(
                    "the lane is deleted together with the root's rows",
                    When.AFTER_ANCHORING,
                    "DELETE FROM audit_entry; DELETE FROM audit_place; DELETE FROM audit_head WHERE lane = 1; DELETE FROM audit_root_leaf"),
            attack(
                    "everything is deleted",
                    When.AFTER_ANCHORING,
                    "TRUNCATE audit_entry, audit_place, audit_head, audit_tile, audit_root_leaf"),
            attack(
                    "a head of the root is faked",
                    When.AFTER_ANCHORING,
                    head(0, "(SELECT max(size) FROM audit_head WHERE lane = 0)")),
            attack("the root is rolled back", When.AFTER_ANCHORING, "DELETE FROM audit_head WHERE lane = 0"),
            attack(
                    "the next place of the lane is taken",
                    When.AFTER_ANCHORING,
                    "INSERT INTO audit_place SELECT 1, max(leaf_index) + 1, gen_random_uuid() FROM audit_place WHERE lane = 1"));

    private static Arguments attack(String name, When when, String sql) {
        return Arguments.of(name, when, sql);
    }

    private static String trigger(String table, String body) {
        return "CREATE FUNCTION caregate.odd() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN " + body + "; END';"
                + "CREATE TRIGGER odd BEFORE INSERT ON " + table + " FOR EACH ROW EXECUTE FUNCTION caregate.odd()";
    }

    private static String head(int lane, String previous) {
        return "INSERT INTO audit_head SELECT " + lane + ", " + previous + ", 7 + " + previous + ", "
                + String.format(FORGED, lane, lane) + ", now()";
    }

    static Stream<Arguments> table() {
        return ATTACKS.stream()
                .flatMap(attack -> Stream.of(Then.values())
                        .map(then -> Arguments.of(attack.get()[0], attack.get()[1], attack.get()[2], then)));
    }

    /** The attacker, with the guard against accidents switched off. */
    private void attack(String sql) {
        try (Connection owner = database.ownerDataSource().getConnection();
                Statement statement = owner.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            statement.execute(sql);
            statement.execute("RESET session_replication_role");
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    @ParameterizedTest(name = "{0}, and the node {3}")
    @MethodSource("table")
    void attackOnTheLog_endsInARefusal(String name, When when, String sql, Then then) throws Exception {
        node.write(3);
        node.anchor();
        if (when == When.BEFORE_WRITING) {
            attack(sql);
        }
        try {
            node.write(3);
        } catch (AuditUnavailableException refusedAtOnce) {
            assertThat(when).isEqualTo(When.BEFORE_WRITING);
        }
        if (when == When.BEFORE_SIGNING) {
            attack(sql);
        } else if (when != When.BEFORE_WRITING) {
            node.sign();
            if (when == When.AFTER_ANCHORING) {
                node.anchor();
            }
            attack(sql);
        }
        assertRefuses(continued(then));
    }

    private Node continued(Then then) {
        switch (then) {
            case GOES_ON -> {}
            case IS_RESTARTED -> {
                node.stop();
                node = new Node();
            }
            case IS_TAKEN_OVER -> {
                node.die();
                node = new Node();
            }
        }
        return node;
    }

    private void assertRefuses(Node running) throws InterruptedException {
        Optional<String> atTheStart = running.objectionAtTheStart();
        if (atTheStart.isPresent()) {
            return; // the program does not even start
        }
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (running.status.objection().isEmpty() && System.nanoTime() < end) {
            try {
                running.write(1);
            } catch (AuditUnavailableException refused) {
                continue;
            }
            running.tick();
            Thread.sleep(20);
        }
        assertThat(running.status.objection()).isPresent();
        assertThatThrownBy(() -> running.write(1)).isInstanceOf(AuditUnavailableException.class);
    }

    @Test
    void withoutAnAttack_allThreeGoOn_andTheLogVerifies() throws Exception {
        node.write(3);
        node.anchor();
        int entries = 3;
        for (Then then : Then.values()) {
            node.write(3);
            Node next = continued(then);
            assertThat(next.objectionAtTheStart()).isEmpty();
            next.write(1);
            next.tick();
            Thread.sleep(2 * PATIENCE.toMillis());
            next.tick();
            assertThat(next.status.objection()).isEmpty();
            entries += 4;
            next.log.check(entries);
        }
    }

    @Test
    void lockedWaitingRows_areSignedAllTheSame_andTheLagSaysThatTheyWait() throws Exception {
        node.write(3);
        try (Connection owner = database.ownerDataSource().getConnection();
                Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            statement.execute("SELECT * FROM audit_pending FOR UPDATE");
            node.anchor();
            assertThat(node.log.verify().entries()).isEqualTo(3);
            assertThat(node.log.memory.unsignedEntries()).isZero();
            Thread.sleep(200);
            node.log.running.step();
            Thread.sleep(200);
            assertThat(node.log.running.waitingFor()).isGreaterThan(Duration.ofMillis(150));
            statement.execute("DELETE FROM audit_pending");
            owner.commit();
        }
        node.tick();
        assertThat(node.status.objection()).isEmpty();
        node.log.check(3);
    }

    /** What remains: everything a writer wrote last is removed before it is signed, and the writer dies at that moment. */
    @Test
    void newestEntriesRemovedWhileTheirWriterDies_areTheWindow_whichIsMeasured() {
        node.write(3);
        node.anchor();
        assertThat(node.log.memory.exposedFor()).isZero();
        node.write(1);
        assertThat(node.log.memory.exposedFor()).isPositive();
        node.sign();
        assertThat(node.log.memory.exposedFor()).isZero();
    }

    @Test
    void entriesThatAStoppedNodeCouldNotSign_areDemandedByTheNext() throws Exception {
        node.write(3);
        node.anchor();
        node.write(2);
        try (Connection owner = database.ownerDataSource().getConnection();
                Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            statement.execute("LOCK TABLE audit_head IN EXCLUSIVE MODE");
            node.writer.close();
            node.log.running.leave();
            node.heads.close();
            statement.execute("SET LOCAL session_replication_role = replica");
            statement.execute("DELETE FROM audit_entry WHERE id IN (SELECT unnest(entries) FROM audit_pending)");
            statement.execute("DELETE FROM audit_pending");
            owner.commit();
        }
        node = new Node();
        assertRefuses(node);
        assertThat(node.status.brokenBecause())
                .hasValueSatisfying(line -> assertThat(line).contains("acknowledged before the last stop"));
    }

    @Test
    void entriesThatAStoppedNodeCouldNotSign_areTakenOver_andNothingIsDemandedAnyMore() throws Exception {
        node.write(2);
        node.writer.close();
        node.log.running.leave();
        node.heads.close();
        assertThat(anchor.leftBehind()).hasSize(1);
        node = new Node();
        for (int i = 0; i < 10 && !anchor.leftBehind().isEmpty(); i++) {
            node.tick();
            Thread.sleep(PATIENCE.toMillis());
        }
        assertThat(anchor.leftBehind()).isEmpty();
        assertThat(node.status.objection()).isEmpty();
        node.log.check(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reopened")
    void brokenLog_isReopenedInAFreshLane_whoseFirstEntryStatesIt(String name, String sql) {
        node.write(3);
        node.anchor();
        node.write(3);
        node.sign();
        attack(sql);
        node.stop();
        Reopening reopening = new Reopening(node.heads, node.log.source, anchor, node.log.key, TestLog.pendingKey());
        var lanes = reopening.lanes();
        assertThat(reopening.acknowledge(TestLog.START)).isNotEmpty();
        assertThat(reopening.rootObjection()).isEmpty();
        assertThat(reopening.acknowledge(TestLog.START)).isEmpty();

        node = new Node();
        assertThat(node.objectionAtTheStart()).isEmpty();
        node.log.sequencer.avoid(lanes);
        StoredEntry first = node.log.stored(node.log.entry());
        node.log.entries.insert(List.of(first));
        node.tick();
        assertThat(node.status.objection()).isEmpty();
        int fresh = node.log.sequencer.lane();
        assertThat(lanes).doesNotContain(fresh);
        node.log.source.places(fresh, 0, 1, placed -> assertThat(placed.leaf()).isEqualTo(first.leaf()));
        node.write(2);
        node.tick();
        assertThat(node.status.objection()).isEmpty();
        assertThat(node.log.verify().findings())
                .as("what was found stays found")
                .isNotEmpty();
    }

    static Stream<Arguments> reopened() {
        return Stream.of(
                Arguments.of(
                        "lane deleted",
                        "DELETE FROM audit_place; DELETE FROM audit_head WHERE lane = 1; DELETE FROM audit_tile"),
                Arguments.of("head faked", head(1, "(SELECT max(size) FROM audit_head WHERE lane = 1)")),
                Arguments.of(
                        "no checkpoint at all in place of a head",
                        "UPDATE audit_head SET checkpoint = 'mine' WHERE lane = 1"));
    }
}
